import { TargetName } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import { tierOfId } from "../rules/regions";

/** What the round of a target is called, whichever tier keeps it; nothing while nobody can say. */
export function RoundOf({ targetId }: { targetId: string }) {
  const { data } = useAskTier(TargetName, tierOfId(targetId), { id: targetId }, { steady: true });
  return <>{data?.roundTarget?.round?.title}</>;
}
