import { Button, Popover, Tag } from "antd";
import { Link } from "wouter";
import type { TierOfRows } from "../rules/tiers";
import { useAppearance } from "../shell/Appearance";
import { Section } from "../shell/states";
import { countText, instantText, percentText } from "../words";
import { type Completeness, type FigureName, type Figures, isSilent, rowsBehind } from "./figures";

interface Definition {
  name: string;
  zh: string;
  en: string;
}

interface Slice extends Figures {
  roundsRunning: number;
  coverage?: { due: number; inspected: number; rate?: number | null } | null;
  completeness: Completeness;
  synthetic: boolean;
  asOf: string;
}

const SHOWN: readonly FigureName[] = ["total", "open", "overdue", "rectified", "longTerm", "closureRate"];

/** What one tier counted in a region: each number with what it means and a way to its rows, and how much of it is known. */
export function TierFigures({
  tier,
  region,
  figures,
  definitions,
}: {
  tier: TierOfRows;
  region: string;
  figures: Slice;
  definitions: readonly Definition[];
}) {
  const { words, language } = useAppearance();
  const { completeness, coverage } = figures;
  const silent = isSilent(completeness) && figures.total === 0;
  const known = words.overview.completenessOf;
  const extra = figures.synthetic && <Tag>{words.synthetic}</Tag>;
  return (
    <Section title={words.tier[tier]} extra={extra}>
      {silent ? (
        <p>
          <strong>{completeness.silent > 0 ? words.overview.silent : words.overview.notEnrolled}</strong>
          <span className="quiet"> {words.overview.silentHint}</span>
        </p>
      ) : (
        <dl className="figures">
          {SHOWN.map((name) => (
            <div key={name}>
              <dt>
                {words.overview.figure[name]}
                <DefinitionOf name={name} definitions={definitions} />
              </dt>
              <dd>
                <Link
                  href={rowsBehind(name, tier, region)}
                  aria-label={`${words.overview.rows(words.overview.figure[name])}：${textOf(name, figures, language, words.none)}`}
                >
                  {textOf(name, figures, language, words.none)}
                </Link>
              </dd>
            </div>
          ))}
          <div>
            <dt>{words.overview.figure.roundsRunning}</dt>
            <dd>{countText(figures.roundsRunning, language)}</dd>
          </div>
          {coverage && (
            <div>
              <dt>
                {words.overview.figure.coverage}
                <DefinitionOf name="coverage" definitions={definitions} />
              </dt>
              <dd>
                {countText(coverage.inspected, language)}
                <span className="quiet"> / {countText(coverage.due, language)}</span>
              </dd>
            </div>
          )}
        </dl>
      )}
      <p className="quiet">
        {words.overview.completeness}：
        {(Object.keys(known) as (keyof Completeness)[])
          .filter((name) => completeness[name] > 0)
          .map((name) => `${known[name]} ${countText(completeness[name], language)}`)
          .join(" · ")}
        <br />
        {words.overview.asOf}：{instantText(figures.asOf, language)}
      </p>
    </Section>
  );
}

function textOf(name: FigureName, figures: Figures, language: "zh" | "en", none: string): string {
  const value = figures[name];
  if (value === null || value === undefined) return none;
  return name === "closureRate" ? percentText(value) : countText(value, language);
}

function DefinitionOf({ name, definitions }: { name: string; definitions: readonly Definition[] }) {
  const { words, language } = useAppearance();
  const found = definitions.find((definition) => definition.name === name);
  if (!found) return null;
  const figure = words.overview.figure;
  const label = name in figure ? figure[name as keyof typeof figure] : name;
  return (
    <Popover
      trigger="click"
      title={words.overview.definition}
      content={<div style={{ maxWidth: 280 }}>{found[language]}</div>}
    >
      <Button type="text" size="small" aria-label={words.overview.definitionOf(label)}>
        ⓘ
      </Button>
    </Popover>
  );
}
