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
  /** responsible beside its own: whoever writes another text keeps them */
  furtherUnitIds?: readonly string[];
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
      initialOf={(command) => (command === "CORRECT" ? under("text", textOf(findings[0])) : {})}
      tier={tier}
      subject={findings.map(({ id, version }) => ({ id, version }))}
      choice={choice}
      busy={busy}
      carryOut={(command, input, subject) =>
        change({
          ...input,
          ...("text" in input && {
            text: { ...(input.text as object), furtherUnitIds: findings[0].furtherUnitIds ?? [] },
          }),
          findings: subject,
          command,
        } as MoveFindingsMutationVariables["input"])
      }
    />
  );
}

/** What is corrected or revised is written on, not anew. */
export function textOf({ title = "", description, focus = "", category = "" }: MovableFinding): Record<string, string> {
  return { title, description: description ?? "", focus, category };
}

function under(part: string, values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${part}.${name}`, value]));
}
