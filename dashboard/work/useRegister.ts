import { useEffect, useState } from "react";
import { Register } from "../generated/operations";
import type { RegisterQuery } from "../generated/types";
import type { Failure } from "../graph/failure";
import { useAskTier } from "../graph/useAsk";
import type { TierOfRows } from "../rules/tiers";
import { useViewer } from "../session/Viewer";

type Unit = NonNullable<RegisterQuery["countyUnits"]>["nodes"][number];

/** at once; the others follow when somebody wants them */
const FIRST = 100;

/** The units of a register to choose from.
 * @param office whose; the own one's where it is not said */
export function useRegister(
  tier: TierOfRows,
  office?: string,
): {
  known: readonly Unit[];
  failure: Failure | undefined;
  /** asks once more for those that did not come */
  again: () => void;
  /** loads the next ones; none where all are there */
  more: (() => void) | undefined;
  loading: boolean;
} {
  const { officeCode } = useViewer();
  const [known, setKnown] = useState<readonly Unit[]>([]);
  const [after, setAfter] = useState<string>();
  const asked = useAskTier(Register, tier, { office: office ?? officeCode, first: FIRST, after }, { steady: true });
  const page = asked.data?.units;
  useEffect(() => {
    if (!page) return;
    setKnown((before) => [...new Map([...before, ...page.nodes].map((unit) => [unit.id, unit])).values()]);
  }, [page]);
  const next = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
  return {
    known: known.filter(({ status }) => status !== "ENDED"),
    failure: asked.failure,
    again: asked.again,
    more: next ? () => setAfter(next) : undefined,
    loading: asked.loading || asked.updating,
  };
}
