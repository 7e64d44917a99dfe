import { targetLifecycle } from "../generated/lifecycles";
import { MoveTargets } from "../generated/operations";
import type { MoveTargetsMutationVariables } from "../generated/types";
import { useChange } from "../graph/useChange";
import { fieldsOf, linesOf } from "../rules/commandFields";
import { tierOfId } from "../rules/regions";
import { useWords } from "../shell/Appearance";
import { CommandBar } from "./CommandBar";
import { type Office, useWithheld } from "./useWithheld";

export function TargetCommands({
  target: { id, version, status, commands, office },
}: {
  target: { id: string; version: number; status: string; commands: readonly string[]; office?: Office };
}) {
  const words = useWords();
  const tier = tierOfId(id) ?? "COUNTY";
  const { change, busy } = useChange(MoveTargets, tier);
  return (
    <CommandBar
      label={words.work.commands}
      commands={commands}
      withheld={useWithheld(targetLifecycle, status, commands, office)}
      names={words.work.targetCommand}
      fieldsOf={(command) => fieldsOf("target", targetLifecycle, status, command)}
      tier={tier}
      subject={{ id, version }}
      busy={busy}
      carryOut={(command, input, subject) =>
        change({ ...input, ...feedbackOf(input), targets: [subject], command } as MoveTargetsMutationVariables["input"])
      }
    />
  );
}

/** Whoever gets a copy, one after the other. */
function feedbackOf({ feedback }: { feedback?: { copyTo?: string } }): object {
  return feedback?.copyTo ? { feedback: { ...feedback, copyTo: linesOf(feedback.copyTo) } } : {};
}
