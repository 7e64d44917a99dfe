import { useEffect, useState } from "react";
import { FindingsOfTarget } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import { tierOfId } from "../rules/regions";
import { useLoaded } from "../work/useLoaded";
import type { Target } from "./target";

/** Every finding of a target, also of one that has more than its page shows at once. */
export function useFindingsOf({ id, findings: { nodes, pageInfo } }: Target) {
  const [after, setAfter] = useState<string>();
  const from = after ?? pageInfo.endCursor;
  const asked = useAskTier(FindingsOfTarget, tierOfId(id), { id, after: from }, { pause: !pageInfo.hasNextPage });
  const { known, more } = useLoaded(asked, asked.data?.roundTarget?.findings, setAfter);
  useEffect(() => {
    more?.();
  });
  return { all: [...nodes, ...known], asked };
}
