import { FIGURES_SHOWN, isSilent, type Slice, textOfFigure } from "../overview/figures";
import { Known, Silence } from "../overview/Known";
import type { TierOfRows } from "../rules/tiers";
import { useAppearance } from "../shell/Appearance";
import { Section } from "../shell/states";
import { countText } from "../words";

/** What one tier counted, as large as a wall needs it, with how much of it is known. */
export function WallFigures({ tier, figures }: { tier: TierOfRows; figures: Slice }) {
  const { words, language } = useAppearance();
  const { coverage, completeness, total } = figures;
  return (
    <Section title={words.tier[tier]} extra={<Known completeness={completeness} />}>
      {isSilent(completeness) && total === 0 ? (
        <Silence completeness={completeness} />
      ) : (
        <dl className="figures wall-figures">
          {FIGURES_SHOWN.map((name) => (
            <div key={name} className={name === "overdue" && figures.overdue > 0 ? "late" : undefined}>
              <dt>{words.overview.figure[name]}</dt>
              <dd>{textOfFigure(name, figures, language, words.none)}</dd>
            </div>
          ))}
          <div>
            <dt>{words.overview.figure.roundsRunning}</dt>
            <dd>{countText(figures.roundsRunning, language)}</dd>
          </div>
          {coverage && (
            <div>
              <dt>{words.overview.figure.coverage}</dt>
              <dd>
                {countText(coverage.inspected, language)}
                <span className="quiet"> / {countText(coverage.due, language)}</span>
              </dd>
            </div>
          )}
        </dl>
      )}
    </Section>
  );
}
