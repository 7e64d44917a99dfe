import { refuse } from "../../domain/refusals";
import type { ClueReporterRow, ClueRow } from "../../storage/clue/clue.row";
import { unwrappingKey } from "../../trust/clue/custodyKeys";
import { type Binding, DoesNotOpen, open, unwrap } from "../../trust/clue/envelope";
import type { KeyFolder } from "../../trust/clue/keyFolder";
import { ClueRefused } from "./clue.entry";

export function reporterBinding({ id, owner }: Pick<ClueRow, "id" | "owner">): Binding {
  return { purpose: "clue-reporter/v1", clue: id, owner };
}

/** Who reported a clue.
 * @throws ClueRefused CUSTODY_KEY_MISSING, CUSTODY_KEY_WRONG
 * @throws KeyFault where the key's file can't be used */
export function openReporter(folder: KeyFolder, reporter: ClueReporterRow): string {
  return orWrong(reporter, (binding) => open(reporter.sealed, keyOfReporter(folder, reporter), binding));
}

/** The key under which the reporter is sealed, another one than the clue's.
 * @throws the same */
export function keyOfReporter(folder: KeyFolder, reporter: ClueReporterRow): Buffer {
  const { owner, generation: used, wrapped } = reporter;
  const generation = folder.keysOf(owner).generations.find((each) => each.id === used);
  if (!generation) throw new ClueRefused(refuse("CUSTODY_KEY_MISSING", owner));
  return orWrong(reporter, (binding) => unwrap(wrapped, unwrappingKey(generation), binding));
}

function orWrong<Made>({ clueId: id, owner }: ClueReporterRow, make: (binding: Binding) => Made): Made {
  try {
    return make(reporterBinding({ id, owner }));
  } catch (cause) {
    if (cause instanceof DoesNotOpen) throw new ClueRefused(refuse("CUSTODY_KEY_WRONG", owner));
    throw cause;
  }
}
