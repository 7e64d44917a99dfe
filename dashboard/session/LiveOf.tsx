import { createContext, type PropsWithChildren, useContext, useEffect, useMemo, useState } from "react";
import { Begun } from "../graph/begun";
import type { LiveEvent } from "../graph/live";
import { askAgainWhenLookedAt } from "../graph/looked";
import { BACK } from "../rules/changes";
import { toldWith } from "../rules/happened";
import type { Hearing } from "../rules/hearing";
import type { TierOfRows } from "../rules/tiers";
import { readsFigures, useViewer } from "./Viewer";

/** What just happened, and in whose log it stands. */
export interface Happened {
  event: LiveEvent;
  tier: TierOfRows;
}

interface Live {
  hearing: Hearing;
  /** the latest first, since the page was opened */
  happened: readonly Happened[];
}

/** A tier's office follows its own log and those below it. */
const FOLLOWED: Record<TierOfRows, readonly TierOfRows[]> = {
  PROVINCE: ["PROVINCE", "CITY", "COUNTY"],
  CITY: ["CITY", "COUNTY"],
  COUNTY: ["COUNTY"],
};

const LiveContext = createContext<Live>({ hearing: "BEGINNING", happened: [] });

/** Nobody tells anything to whoever follows no log: they are asked for as often as this. */
const ASK_ANEW_MS = 30_000;

/** Follows the area of whoever is signed in: the questions of the page are asked anew by themselves (`tellChange`).
 * @param signIns how often they have signed in: after each it follows anew */
export function LiveOf({ signIns, children }: PropsWithChildren<{ signIns: number }>) {
  const viewer = useViewer();
  const { officeCode, rightsEpoch } = viewer;
  const tier = viewer.tier as TierOfRows;
  const follows = readsFigures(viewer);
  const [hearing, setHearing] = useState<Hearing>("BEGINNING");
  const [hasBegun, setHasBegun] = useState(!follows);
  const [happened, setHappened] = useState<readonly Happened[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with other rights it begins anew
  useEffect(() => {
    if (!follows) return undefined;
    setHappened([]); // so does what was told
    let stop: (() => void) | undefined;
    let isGone = false;
    const keep = (event: LiveEvent, of: TierOfRows) => setHappened((before) => toldWith(before, { event, tier: of }));
    const onBegun = () => setHasBegun(true);
    void import("../graph/live").then(
      ({ listen }) => {
        if (isGone) return;
        stop = listen({
          ...{ region: officeCode, tiers: FOLLOWED[tier], isLater: hasBegun },
          ...{ onHearing: setHearing, onBegun, onEvent: keep },
        });
      },
      (cause) => {
        setHearing("OUT_OF_DATE");
        onBegun();
        throw cause;
      },
    );
    return () => {
      isGone = true;
      stop?.();
    };
  }, [officeCode, tier, follows, rightsEpoch, signIns]);
  // what is steady has no region to be told of, and is asked for again where it had no answer
  useEffect(() => askAgainWhenLookedAt(BACK), []);
  useEffect(
    () => (follows ? undefined : askAgainWhenLookedAt({ regions: [officeCode] }, ASK_ANEW_MS)),
    [officeCode, follows],
  );
  const live = useMemo(() => ({ hearing, happened }), [hearing, happened]);
  return (
    <Begun.Provider value={hasBegun || !follows}>
      <LiveContext.Provider value={live}>{children}</LiveContext.Provider>
    </Begun.Provider>
  );
}

export function useLive(): Live {
  return useContext(LiveContext);
}
