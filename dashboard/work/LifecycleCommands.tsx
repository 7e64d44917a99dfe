import type { TieredOperation } from "../graph/operation";
import { useChange } from "../graph/useChange";
import { type Cycle, fieldsOf } from "../rules/commandFields";
import type { Lifecycle } from "../rules/lifecycle";
import type { TierOfRows } from "../rules/tiers";
import { useWords } from "../shell/Appearance";
import { CommandBar, type PreviewOf } from "./CommandBar";
import { type Office, useWithheld } from "./useWithheld";

/** The commands of an object that has a life cycle, and takes all of them by one mutation. The table says what each asks for. */
export function LifecycleCommands<Subject extends object, Data extends object, Input>({
  cycle,
  table,
  status,
  commands,
  names,
  label,
  tier,
  subject,
  office,
  move,
  previewOf,
  inputFor = (command, input, about) => ({ ...input, ...about, command }),
}: {
  cycle: Cycle;
  table: Lifecycle;
  status: string;
  /** what the platform offers now */
  commands: readonly string[];
  names: Record<string, string>;
  /** by what the bar is called; the usual one where it is not said */
  label?: string;
  tier: TierOfRows;
  /** how the mutation names the object, and the version that is shown */
  subject: Subject;
  /** whose book it is in: to its own people what is not offered now is offered for the asking */
  office?: Office;
  move: TieredOperation<Data, { input: Input; idempotencyKey: string }>;
  /** what would come of a command, before it is confirmed */
  previewOf?: PreviewOf;
  /** how the mutation takes it, where it differs */
  inputFor?: (command: string, input: Record<string, unknown>, about: Subject) => unknown;
}) {
  const { work } = useWords();
  const { change, busy } = useChange(move, tier);
  return (
    <CommandBar
      label={label ?? work.commands}
      commands={commands}
      withheld={useWithheld(table, status, commands, office)}
      names={names}
      fieldsOf={(command) => fieldsOf(cycle, table, status, command)}
      tier={tier}
      office={office?.code}
      subject={subject}
      busy={busy}
      previewOf={previewOf}
      // what was entered is the platform's to judge
      carryOut={(command, input, about) => change(inputFor(command, input, about) as Input)}
    />
  );
}
