import { findingLifecycle } from "../generated/lifecycles";
import { MoveFindings } from "../generated/operations";
import type { MoveFindingsMutationVariables } from "../generated/types";
import { useChange } from "../graph/useChange";
import { fieldsOf } from "../rules/commandFields";
import { tierOfId } from "../rules/regions";
import { useWords } from "../shell/Appearance";
import { CommandBar } from "./CommandBar";
import { type Office, useWithheld } from "./useWithheld";

export interface MovableFinding {
  id: string;
  version: number;
  status: string;
  commands: readonly string[];
  title?: string;
  description?: string | null;
  focus?: string;
  category?: string;
}

/** What may be done with findings now, with all of them at once. */
export function FindingCommands({
  findings,
  choice,
  office,
}: {
  findings: readonly [MovableFinding, ...MovableFinding[]];
  /** where these are chosen of several: which ones */
  choice?: string;
  /** of one finding that is shown whole: what may not be done with it is offered for the asking */
  office?: Office;
}) {
  const words = useWords();
  const tier = tierOfId(findings[0].id) ?? "COUNTY";
  const { change, busy } = useChange(MoveFindings, tier);
  const commands = findings[0].commands.filter((command) => findings.every((one) => one.commands.includes(command)));
  return (
    <CommandBar
      label={words.work.commands}
      commands={commands}
      withheld={useWithheld(findingLifecycle, findings[0].status, commands, office)}
      names={words.findingCommand}
      fieldsOf={(command) => fieldsOf("finding", findingLifecycle, findings[0].status, command)}
      initialOf={(command) => (command === "CORRECT" ? textOf(findings[0]) : {})}
      tier={tier}
      subject={findings.map(({ id, version }) => ({ id, version }))}
      choice={choice}
      busy={busy}
      carryOut={(command, input, subject) =>
        change({ ...input, findings: subject, command } as MoveFindingsMutationVariables["input"])
      }
    />
  );
}

/** What is corrected is written on, not anew. */
function textOf({ title = "", description, focus = "", category = "" }: MovableFinding): Record<string, string> {
  const text = { title, description: description ?? "", focus, category };
  return Object.fromEntries(Object.entries(text).map(([name, value]) => [`text.${name}`, value]));
}
