import { lazy, Suspense } from "react";
import { Link } from "wouter";
import { RoundFigures } from "../generated/operations";
import type { RoundFiguresQuery } from "../generated/types";
import { useAskTier } from "../graph/useAsk";
import { roundLink } from "../rules/links";
import type { TierOfRows } from "../rules/tiers";
import { useAppearance } from "../shell/Appearance";
import { Answered, Nothing, Section } from "../shell/states";
import { countText, percentText, wordFor } from "../words";

const Trend = lazy(() => import("../charts/Trend"));

type Round = NonNullable<RoundFiguresQuery["countyOffice"]>["rounds"]["nodes"][number];

/** The rounds of the region's own office: how they went on, this one against the last, and each of them. */
export function Rounds({ tier, office }: { tier: TierOfRows; office: string }) {
  const { words } = useAppearance();
  const asked = useAskTier(RoundFigures, tier, { office }, { region: office });
  return (
    <Answered asked={asked}>
      {({ office: found }) => {
        const rounds = found?.rounds.nodes ?? [];
        const counted = rounds.filter(({ figures }) => figures);
        return (
          <>
            {counted.length > 0 && (
              <div className="cards">
                {counted.length > 1 && (
                  <Section title={words.overview.trend}>
                    <Suspense fallback={<div className="chart" />}>
                      <Trend points={[...counted].reverse().map(pointOf)} />
                    </Suspense>
                  </Section>
                )}
                <Comparison rounds={counted} />
              </div>
            )}
            <Section title={words.overview.rounds}>
              {rounds.length > 0 ? <RoundTable rounds={rounds} /> : <Nothing text={words.none} />}
            </Section>
          </>
        );
      }}
    </Answered>
  );
}

function pointOf({ ordinal, figures }: Round) {
  return { ordinal, total: figures?.total ?? 0, rectified: figures?.rectified ?? 0 };
}

function Comparison({ rounds: [now, before] }: { rounds: readonly Round[] }) {
  const { words, language } = useAppearance();
  if (!now?.figures) return null;
  const rows = (["total", "open", "rectified"] as const).map((name) => ({
    name: words.overview.figure[name],
    now: now.figures?.[name] ?? 0,
    before: before?.figures?.[name],
  }));
  return (
    <Section title={words.overview.compare}>
      {before ? (
        <div className="scroll">
          <table className="plain">
            <thead>
              <tr>
                <td />
                <th scope="col" className="numeric">
                  {words.overview.round(now.ordinal)}
                </th>
                <th scope="col" className="numeric">
                  {words.overview.round(before.ordinal)}
                </th>
                <th scope="col" className="numeric">
                  {words.overview.change}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.name}>
                  <th scope="row">{row.name}</th>
                  <td className="numeric">{countText(row.now, language)}</td>
                  <td className="numeric">{row.before === undefined ? "" : countText(row.before, language)}</td>
                  <td className="numeric">{row.before ? changeText(row.now / row.before - 1) : words.none}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <Nothing text={words.overview.noPrevious} />
      )}
    </Section>
  );
}

function changeText(share: number): string {
  return `${share > 0 ? "+" : share < 0 ? "−" : ""}${percentText(Math.abs(share))}`;
}

function RoundTable({ rounds }: { rounds: readonly Round[] }) {
  const { words, language } = useAppearance();
  return (
    <div className="scroll">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{words.pages.round}</th>
            <th scope="col">{words.finding.facts}</th>
            <th scope="col" className="numeric">
              {words.overview.figure.total}
            </th>
            <th scope="col" className="numeric">
              {words.overview.figure.closureRate}
            </th>
          </tr>
        </thead>
        <tbody>
          {rounds.map(({ id, title, status, kind, figures, day, days }) => (
            <tr key={id}>
              <th scope="row">
                <Link href={roundLink(id)}>{title}</Link>
              </th>
              <td>
                {wordFor(words.roundStatus, status)} · {wordFor(words.roundKind, kind)}
                {typeof day === "number" && typeof days === "number" && (
                  <div className="quiet">{words.round.day(day, days)}</div>
                )}
              </td>
              <td className="numeric">{figures ? countText(figures.total, language) : words.notYours}</td>
              <td className="numeric">{figures?.closureRate != null ? percentText(figures.closureRate) : ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
