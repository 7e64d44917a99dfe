import { Link } from "wouter";
import { DueBefore } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import { dayFrom } from "../rules/days";
import type { TierOfRows } from "../rules/tiers";
import { useWords } from "../shell/Appearance";
import { Signal } from "../shell/Signal";
import { Answered, Section } from "../shell/states";

const AHEAD_DAYS = 30;

/** 三色预警 of the own office: how many clocks stand in which colour. */
export function Alerts({ tier }: { tier: TierOfRows }) {
  const words = useWords();
  const asked = useAskTier(DueBefore, tier, { before: dayFrom(new Date(), AHEAD_DAYS) });
  return (
    <Section title={words.overview.alerts} extra={<Link href="/todo">{words.pages.todo}</Link>}>
      <Answered asked={asked}>
        {({ deadlines }) => (
          <div className="row">
            {(["RED", "YELLOW", "GREEN"] as const).map((colour) => (
              <Signal key={colour} colour={colour}>
                {words.colour[colour]} {deadlines?.nodes.filter((deadline) => deadline.colour === colour).length ?? 0}
              </Signal>
            ))}
            {deadlines?.pageInfo.hasNextPage && <span className="quiet">{words.overview.firstOnly}</span>}
          </div>
        )}
      </Answered>
    </Section>
  );
}
