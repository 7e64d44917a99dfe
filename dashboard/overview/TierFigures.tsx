import { Tag } from "antd";
import { Link } from "wouter";
import { rowsBehind } from "../rules/behind";
import { officesLink } from "../rules/officesPlace";
import { tierOfRegion } from "../rules/regions";
import type { TierOfRows } from "../rules/tiers";
import { useViewer } from "../session/Viewer";
import { useAppearance } from "../shell/Appearance";
import { Section } from "../shell/states";
import { countText, instantText } from "../words";
import { DefinitionOf } from "./DefinitionOf";
import { FIGURES_SHOWN, isSilent, type Slice, textOfFigure } from "./figures";
import { Known, Silence } from "./Known";

/** What one tier counted in a region: each number with what it means and a way to its rows, and how much of it is known. */
export function TierFigures({ tier, region, figures }: { tier: TierOfRows; region: string; figures: Slice }) {
  const { words, language } = useAppearance();
  const { tier: own } = useViewer();
  const { completeness, coverage, total, roundsRunning } = figures;
  const { overview, joined } = words;
  const inspected = coverage && countText(coverage.inspected, language);
  const due = coverage && countText(coverage.due, language);
  return (
    <Section title={words.tier[tier]} extra={figures.synthetic && <Tag>{words.synthetic}</Tag>}>
      {isSilent(completeness) && total === 0 ? (
        <Silence completeness={completeness} />
      ) : (
        <dl className="figures">
          {FIGURES_SHOWN.map((name) => {
            const text = textOfFigure(name, figures, language, words.none);
            return (
              <div key={name}>
                <dt>
                  {overview.figure[name]}
                  <DefinitionOf name={name} label={overview.figure[name]} />
                </dt>
                <dd>
                  <Link
                    href={rowsBehind(name, { tier, region }, own)}
                    aria-label={joined.labelled(overview.rows(overview.figure[name]), text)}
                  >
                    {text}
                  </Link>
                </dd>
              </div>
            );
          })}
          <div>
            <dt>
              {overview.figure.roundsRunning}
              <DefinitionOf name="roundsRunning" label={overview.figure.roundsRunning} />
            </dt>
            <dd>
              {tierOfRegion(region) === tier ? (
                <a href="#rounds">{countText(roundsRunning, language)}</a>
              ) : (
                <RunningElsewhere tier={tier} region={region} count={roundsRunning} />
              )}
            </dd>
          </div>
          {coverage && (
            <div>
              <dt>
                {overview.figure.coverage}
                <DefinitionOf name={["coverageRate", "inspected", "due"]} label={overview.figure.coverage} />
              </dt>
              <dd>
                <Link
                  href={`/coverage/${region}?tier=${tier}`}
                  aria-label={joined.labelled(overview.neverInspected, `${inspected} / ${due}`)}
                >
                  {inspected}
                  <span className="quiet"> / {due}</span>
                </Link>
              </dd>
            </div>
          )}
        </dl>
      )}
      <Known completeness={completeness} place={{ tier, region }} />
      <p className="quiet">{joined.labelled(overview.asOf, instantText(figures.asOf, language))}</p>
    </Section>
  );
}

/** Rounds of other offices than the region's own lead to these offices; where there is none, nowhere. */
function RunningElsewhere({ tier, region, count }: { tier: TierOfRows; region: string; count: number }) {
  const { words, language } = useAppearance();
  const { labelled } = words.joined;
  const text = countText(count, language);
  if (count === 0) return text;
  return (
    <Link
      href={officesLink(region, { tier, running: true })}
      aria-label={labelled(words.tier[tier], labelled(words.overview.officesRunning, text))}
    >
      {text}
    </Link>
  );
}
