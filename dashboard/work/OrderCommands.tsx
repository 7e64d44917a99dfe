import { orderLifecycle, receivedOrderLifecycle } from "../generated/lifecycles";
import { MoveOrders } from "../generated/operations";
import type { TierOfRows } from "../rules/tiers";
import { useWords } from "../shell/Appearance";
import { LifecycleCommands } from "./LifecycleCommands";

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
  const { exchange } = useWords();
  return (
    <LifecycleCommands
      cycle="order"
      table={isOurs ? orderLifecycle : receivedOrderLifecycle}
      status={status}
      commands={commands}
      names={exchange.order}
      tier={tier}
      subject={{ id, version }}
      move={MoveOrders}
      inputFor={(command, input, about) => ({ ...input, orders: [about], command })}
    />
  );
}
