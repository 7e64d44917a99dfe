import { useState } from "react";
import { Register } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import type { TierOfRows } from "../rules/tiers";
import { useViewer } from "../session/Viewer";
import { useLoaded } from "./useLoaded";

/** at once; the others follow when somebody wants them */
const FIRST = 100;

/** The units of a register to choose from.
 * @param office whose; the own one's where it is not said */
export function useRegister(tier: TierOfRows, office?: string) {
  const { officeCode } = useViewer();
  const [after, setAfter] = useState<string>();
  const asked = useAskTier(Register, tier, { office: office ?? officeCode, first: FIRST, after }, { steady: true });
  const loaded = useLoaded(asked, asked.data?.units, setAfter);
  return { ...loaded, known: loaded.known.filter(({ status }) => status !== "ENDED") };
}
