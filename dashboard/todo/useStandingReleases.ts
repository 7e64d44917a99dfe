import { ReleasedToUs } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import type { TierOfRows } from "../rules/tiers";

const PAGE_ROWS = 20;

/** What was released to the office and stands today, read on for a few pages: what is not signed for cannot be asked for alone, and may
 * lie behind twenty that are. */
export function useStandingReleases(tier: TierOfRows) {
  const first = useReleases(tier, null);
  const second = useReleases(tier, first.next);
  const third = useReleases(tier, second.next);
  const pages = [first, second, third].filter(({ isWanted }) => isWanted);
  return {
    asked: pages.map(({ asked }) => asked),
    lists: pages.map(({ list }) => list),
    nodes: pages.flatMap(({ list }) => list?.nodes ?? []),
    hasMore: third.next !== undefined,
  };
}

/** @param after on what the page before ended; undefined: it was the last one, and nothing is asked */
function useReleases(tier: TierOfRows, after: string | null | undefined) {
  const isWanted = after !== undefined;
  const asked = useAskTier(ReleasedToUs, tier, { first: PAGE_ROWS, standing: true, after }, { pause: !isWanted });
  const list = isWanted ? asked.data?.receivedReleases : undefined;
  return { asked, isWanted, list, next: (list?.pageInfo.hasNextPage && list.pageInfo.endCursor) || undefined };
}
