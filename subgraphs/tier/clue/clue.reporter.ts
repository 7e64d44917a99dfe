import { refuse } from "../../domain/refusals";
import { findReporter, rewrapReporter } from "../../storage/clue/clue.repository";
import type { ClueReporterRow, ClueRow } from "../../storage/clue/clue.row";
import type { Db } from "../../storage/db";
import { newest, unwrappingKey, wrappingKey } from "../../trust/clue/custodyKeys";
import { type Binding, DoesNotOpen, open, unwrap, wrap } from "../../trust/clue/envelope";
import type { KeyFolder } from "../../trust/clue/keyFolder";
import { ClueRefused } from "./clue.entry";

export function reporterBinding({ id, owner }: Pick<ClueRow, "id" | "owner">): Binding {
  return { purpose: "clue-reporter/v1", clue: id, owner };
}

/** Who reported a clue.
 * @throws ClueRefused CUSTODY_KEY_MISSING, CUSTODY_KEY_WRONG
 * @throws KeyFault where the key's file can't be used */
export function openReporter(folder: KeyFolder, reporter: ClueReporterRow): string {
  return withKeyOf(folder, reporter, (key, binding) => open(reporter.sealed, key, binding));
}

/** Wraps the reporter's key for the newest generation, as the clue's own: else the one before could never end. */
export async function wrapReporterAnew(folder: KeyFolder, db: Db, { id, hasReporter }: ClueRow): Promise<void> {
  const reporter = hasReporter ? await findReporter(db, id) : undefined;
  if (!reporter) return;
  const present = newest(folder.publicKeysOf(reporter.owner));
  if (present.id === reporter.generation) return;
  try {
    const wrapped = withKeyOf(folder, reporter, (key, binding) => wrap(key, wrappingKey(present), binding));
    await rewrapReporter(db, id, present.id, wrapped);
  } catch (cause) {
    // whoever asks who it was is told so; the clue itself opens all the same
    if (!(cause instanceof ClueRefused)) throw cause;
  }
}

function withKeyOf<Made>(
  folder: KeyFolder,
  { clueId: id, owner, generation: used, wrapped }: ClueReporterRow,
  work: (key: Buffer, binding: Binding) => Made,
): Made {
  const generation = folder.keysOf(owner).generations.find((each) => each.id === used);
  if (!generation) throw new ClueRefused(refuse("CUSTODY_KEY_MISSING", owner));
  const binding = reporterBinding({ id, owner });
  try {
    return work(unwrap(wrapped, unwrappingKey(generation), binding), binding);
  } catch (cause) {
    if (cause instanceof DoesNotOpen) throw new ClueRefused(refuse("CUSTODY_KEY_WRONG", owner));
    throw cause;
  }
}
