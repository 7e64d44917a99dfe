import { useEffect } from "react";
import { UnitFeedback } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import { tellChange } from "../rules/changes";
import type { TierOfRows } from "../rules/tiers";
import { useWords } from "../shell/Appearance";
import { PageTurner, usePaging } from "../shell/PageTurner";
import { Answered, Nothing } from "../shell/states";
import { Disclosure } from "./Disclosure";

/** each with all its findings: what may be asked for counts (RATE_COST) */
const FIRST = 5;
const EVERY_MS = 30_000;
const TIERS: readonly TierOfRows[] = ["COUNTY", "CITY", "PROVINCE"];

/** 反馈与整改: what was fed back to the unit, by whichever tier inspected it, and what became of it. */
export default function UnitPage() {
  const words = useWords();
  useEffect(askNowAndThen, []);
  return (
    <div className="stack">
      <h1>{words.pages.unit}</h1>
      {TIERS.map((tier) => (
        <OfTier key={tier} tier={tier} />
      ))}
    </div>
  );
}

/** Nobody tells a unit what happens, since it follows no office's log: the page asks when somebody comes back to it, and while
 * somebody looks at it. */
function askNowAndThen(): () => void {
  const ask = () => void (document.visibilityState === "visible" && tellChange());
  const timer = setInterval(ask, EVERY_MS);
  document.addEventListener("visibilitychange", ask);
  window.addEventListener("focus", ask);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", ask);
    window.removeEventListener("focus", ask);
  };
}

function OfTier({ tier }: { tier: TierOfRows }) {
  const words = useWords();
  const paging = usePaging();
  const asked = useAskTier(UnitFeedback, tier, { first: FIRST, after: paging.after, due: 1 });
  return (
    <Answered asked={asked}>
      {({ disclosures }) => {
        const nodes = disclosures?.nodes ?? [];
        if (nodes.length === 0 && !paging.back)
          return tier === "COUNTY" ? <Nothing text={words.joined.labelled(words.tier[tier], words.empty)} /> : null;
        return (
          <>
            {nodes.map((disclosure) => (
              <Disclosure key={disclosure.id} disclosure={disclosure} tier={tier} />
            ))}
            <PageTurner pageInfo={disclosures?.pageInfo} paging={paging} />
          </>
        );
      }}
    </Answered>
  );
}
