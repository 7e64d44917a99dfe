import { publicationLifecycle, receivedPublicationLifecycle } from "../generated/lifecycles";
import { DecidePublications, Recall } from "../generated/operations";
import { tierOfId } from "../rules/regions";
import type { TierOfRows } from "../rules/tiers";
import { useWords } from "../shell/Appearance";
import { LifecycleCommands } from "./LifecycleCommands";

interface Publication {
  id: string;
  revision: number;
  status: string;
}

/** 撤回: what the office did submit. */
export function RecallCommand({
  publication: { id, revision, status, commands },
}: {
  publication: Publication & { commands: readonly string[] };
}) {
  const { work } = useWords();
  return (
    <LifecycleCommands
      cycle="publication"
      table={publicationLifecycle}
      status={status}
      commands={commands.filter((command) => command === "RECALL")}
      names={work.publicationCommand}
      tier={tierOfId(id) ?? "COUNTY"}
      subject={{ id, revision }}
      move={Recall}
      inputFor={(_command, input, about) => ({ ...input, ...about })}
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
  return (
    <LifecycleCommands
      // as with an order, the reason of a return is its note
      cycle="order"
      table={receivedPublicationLifecycle}
      status={status}
      commands={decisions}
      names={work.publicationCommand}
      tier={tier}
      subject={{ id, revision }}
      move={DecidePublications}
      inputFor={(command, input, about) => ({ ...input, publications: [about], command })}
    />
  );
}
