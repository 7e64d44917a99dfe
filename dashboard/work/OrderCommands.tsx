import { orderLifecycle, receivedOrderLifecycle } from "../generated/lifecycles";
import { MoveOrders } from "../generated/operations";
import type { MoveOrdersMutationVariables } from "../generated/types";
import { useChange } from "../graph/useChange";
import { fieldsOf } from "../rules/commandFields";
import type { TierOfRows } from "../rules/tiers";
import { useWords } from "../shell/Appearance";
import { CommandBar } from "./CommandBar";

/** 派单, on either side.
 * @param isOurs whether the office issued it */
export function OrderCommands({
  order: { id, version, status, commands },
  tier,
  isOurs,
}: {
  order: { id: string; version: number; status: string; commands: readonly string[] };
  tier: TierOfRows;
  isOurs: boolean;
}) {
  const words = useWords();
  const { change, busy } = useChange(MoveOrders, tier);
  const cycle = isOurs ? orderLifecycle : receivedOrderLifecycle;
  return (
    <CommandBar
      label={words.work.commands}
      commands={commands}
      names={words.exchange.order}
      fieldsOf={(command) => fieldsOf("order", cycle, status, command)}
      tier={tier}
      subject={{ id, version }}
      busy={busy}
      carryOut={(command, input, subject) =>
        change({ ...input, orders: [subject], command } as MoveOrdersMutationVariables["input"])
      }
    />
  );
}
