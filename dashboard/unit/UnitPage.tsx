import { UnitFeedback } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import type { TierOfRows } from "../rules/tiers";
import { useWords } from "../shell/Appearance";
import { PageTurner, usePaging } from "../shell/PageTurner";
import { Answered, Nothing } from "../shell/states";
import { Disclosure } from "./Disclosure";

/** each with all its findings: what may be asked for counts (RATE_COST) */
const FIRST = 5;
const TIERS: readonly TierOfRows[] = ["COUNTY", "CITY", "PROVINCE"];

/** 反馈与整改: what was fed back to the unit, by whichever tier inspected it, and what became of it. */
export default function UnitPage() {
  const words = useWords();
  return (
    <div className="stack">
      <h1>{words.pages.unit}</h1>
      {TIERS.map((tier) => (
        <OfTier key={tier} tier={tier} />
      ))}
    </div>
  );
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
