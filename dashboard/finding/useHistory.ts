import { FindingHistory } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import { tierOfId } from "../rules/regions";

/** as many as the platform says at once */
export const LAST_STEPS = 100;

/** What happened to a finding last. */
export function useHistory(id: string) {
  const asked = useAskTier(FindingHistory, tierOfId(id), { id, first: LAST_STEPS });
  const finding = asked.data?.finding;
  const history = finding && "history" in finding ? finding.history : undefined;
  return { asked, steps: history?.nodes ?? [], hasEarlier: history?.pageInfo.hasNextPage ?? false };
}
