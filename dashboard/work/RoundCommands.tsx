import { roundLifecycle } from "../generated/lifecycles";
import { MoveRound } from "../generated/operations";
import type { MoveRoundMutationVariables } from "../generated/types";
import { useChange } from "../graph/useChange";
import { fieldsOf } from "../rules/commandFields";
import { tierOfId } from "../rules/regions";
import { useWords } from "../shell/Appearance";
import { CommandBar } from "./CommandBar";
import { type Office, useWithheld } from "./useWithheld";

export function RoundCommands({
  round: { id, version, status, commands, office },
}: {
  round: { id: string; version: number; status: string; commands: readonly string[]; office?: Office };
}) {
  const words = useWords();
  const tier = tierOfId(id) ?? "COUNTY";
  const { change, busy } = useChange(MoveRound, tier);
  return (
    <CommandBar
      label={words.work.commands}
      commands={commands}
      withheld={useWithheld(roundLifecycle, status, commands, office)}
      names={words.work.roundCommand}
      fieldsOf={(command) => fieldsOf("round", roundLifecycle, status, command)}
      tier={tier}
      subject={{ id, version }}
      busy={busy}
      carryOut={(command, input, subject) =>
        change({ ...input, ...subject, command } as MoveRoundMutationVariables["input"])
      }
    />
  );
}
