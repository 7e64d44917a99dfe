import { publicationLifecycle, receivedPublicationLifecycle } from "../generated/lifecycles";
import { DecidePublications, Recall } from "../generated/operations";
import type { DecidePublicationsMutationVariables, RecallMutationVariables } from "../generated/types";
import { useChange } from "../graph/useChange";
import { fieldsOf } from "../rules/commandFields";
import { tierOfId } from "../rules/regions";
import type { TierOfRows } from "../rules/tiers";
import { useWords } from "../shell/Appearance";
import { CommandBar } from "./CommandBar";

interface Publication {
  id: string;
  revision: number;
  status: string;
}

/** 撤回: what the office did submit. */
export function RecallCommand({ publication }: { publication: Publication & { commands: readonly string[] } }) {
  const { work } = useWords();
  const { id, revision, status, commands } = publication;
  const tier = tierOfId(id) ?? "COUNTY";
  const { change, busy } = useChange(Recall, tier);
  return (
    <CommandBar
      label={work.commands}
      commands={commands.filter((command) => command === "RECALL")}
      names={work.publicationCommand}
      fieldsOf={(command) => fieldsOf("publication", publicationLifecycle, status, command)}
      tier={tier}
      subject={{ id, revision }}
      busy={busy}
      carryOut={(_, input, subject) => change({ ...input, ...subject } as RecallMutationVariables["input"])}
    />
  );
}

/** 接收、退回: what was submitted to the office. */
export function DecideCommands({
  publication: { id, revision, status, decisions },
  tier,
}: {
  publication: Publication & { decisions: readonly string[] };
  tier: TierOfRows;
}) {
  const { work } = useWords();
  const { change, busy } = useChange(DecidePublications, tier);
  return (
    <CommandBar
      label={work.commands}
      commands={decisions}
      names={work.publicationCommand}
      // as with an order, the reason of a return is its note
      fieldsOf={(command) => fieldsOf("order", receivedPublicationLifecycle, status, command)}
      tier={tier}
      subject={{ id, revision }}
      busy={busy}
      carryOut={(command, input, subject) =>
        change({ ...input, publications: [subject], command } as DecidePublicationsMutationVariables["input"])
      }
    />
  );
}
