import { Link } from "wouter";
import { AlertsOfRegion, DueBefore } from "../generated/operations";
import { useAsk, useAskTier } from "../graph/useAsk";
import { rowsBehind } from "../rules/behind";
import { dayFrom } from "../rules/days";
import type { TierOfRows } from "../rules/tiers";
import { useViewer } from "../session/Viewer";
import { useAppearance, useWords } from "../shell/Appearance";
import { Scroll } from "../shell/Scroll";
import { Signal } from "../shell/Signal";
import { Answered, Section } from "../shell/states";
import { countText } from "../words";
import { DefinitionOf } from "./DefinitionOf";
import { type AlertCounts, isSilent } from "./figures";

const AHEAD_DAYS = 30;
const SHOWN = [
  { colour: "RED", figure: "overdue" },
  { colour: "YELLOW", figure: "dueSoon" },
  { colour: "GREEN", figure: "open" },
] as const;

/** 三色预警 of a region and all below it, by tier; and, for one's own office, of all its deadlines. */
export function Alerts({ region }: { region: string }) {
  const words = useWords();
  const viewer = useViewer();
  const asked = useAsk(AlertsOfRegion, { region }, { region });
  const isOwn = region === viewer.officeCode;
  return (
    <Section
      title={words.overview.alerts}
      extra={
        <span className="row">
          {isOwn && <Link href="/todo">{words.pages.todo}</Link>}
          <DefinitionOf name={["overdue", "dueSoon"]} label={words.overview.alerts} />
        </span>
      }
    >
      <Answered asked={asked}>
        {({ region: found }) => (
          <OfTiers
            region={region}
            slices={[
              { tier: "PROVINCE", counts: found?.provinceFigures },
              { tier: "CITY", counts: found?.cityFigures },
              { tier: "COUNTY", counts: found?.countyFigures },
            ]}
          />
        )}
      </Answered>
      {isOwn && <OwnDeadlines tier={viewer.tier as TierOfRows} />}
    </Section>
  );
}

interface CountsOfTier {
  tier: TierOfRows;
  /** of whoever is not the reader's to count: none */
  counts: AlertCounts | null | undefined;
}

function OfTiers({ region, slices }: { region: string; slices: readonly CountsOfTier[] }) {
  const { words, language } = useAppearance();
  const { tier: own } = useViewer();
  const { overview } = words;
  const labels = { RED: words.colour.RED, YELLOW: words.colour.YELLOW, GREEN: overview.otherOpen };
  const seen = slices.flatMap(({ tier, counts }) => (counts ? [{ tier, counts }] : []));
  return (
    <>
      <Scroll>
        <table className="plain">
          <tbody>
            {seen.map(({ tier, counts }) => (
              <tr key={tier}>
                <th scope="row">{words.tier[tier]}</th>
                {isSilent(counts.completeness) && counts.total === 0 ? (
                  <td colSpan={SHOWN.length}>
                    {counts.completeness.silent > 0 ? overview.silent : overview.notEnrolled}
                  </td>
                ) : (
                  SHOWN.map(({ colour, figure }) => {
                    const text = countText(countOf(figure, counts), language);
                    return (
                      <td key={colour}>
                        <Link href={rowsBehind(figure, { tier, region }, own)}>
                          <Signal colour={colour}>
                            {labels[colour]} {text}
                          </Signal>
                        </Link>
                      </td>
                    );
                  })
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="quiet">{overview.otherOpenHint}</p>
    </>
  );
}

/** What is open and has no colour of an alert: in time, or no clock runs for it yet. */
function countOf(figure: (typeof SHOWN)[number]["figure"], counts: AlertCounts): number {
  return figure === "open" ? counts.open - counts.overdue - counts.dueSoon : counts[figure];
}

/** How many deadlines of the own office stand in which colour, those of its teams, hearings and plans too. What is overdue is the same
 * there as here; of the others 待办 has those of the week alone, which are fewer. */
function OwnDeadlines({ tier }: { tier: TierOfRows }) {
  const words = useWords();
  const asked = useAskTier(DueBefore, tier, { before: dayFrom(new Date(), AHEAD_DAYS) });
  return (
    <Answered asked={asked}>
      {({ deadlines }) => (
        <div className="row">
          <span>{words.overview.ownDeadlines(AHEAD_DAYS)}</span>
          {(["RED", "YELLOW", "GREEN"] as const).map((colour) => {
            const counted = (
              <Signal key={colour} colour={colour}>
                {words.colour[colour]} {deadlines?.nodes.filter((deadline) => deadline.colour === colour).length ?? 0}
              </Signal>
            );
            return colour === "RED" ? (
              <Link key={colour} href="/todo">
                {counted}
              </Link>
            ) : (
              counted
            );
          })}
          {deadlines?.pageInfo.hasNextPage && <span className="quiet">{words.overview.firstOnly}</span>}
        </div>
      )}
    </Answered>
  );
}
