import { lazy } from "react";
import { Link } from "wouter";
import { RoundFigures } from "../generated/operations";
import type { RoundFiguresQuery } from "../generated/types";
import { useAskTier } from "../graph/useAsk";
import { rowsBehind } from "../rules/behind";
import { entersFor } from "../rules/books";
import { changeOfCount, changeOfShare } from "../rules/compared";
import { bookLink, roundLink } from "../rules/links";
import type { TierOfRows } from "../rules/tiers";
import { useViewer } from "../session/Viewer";
import { useAppearance } from "../shell/Appearance";
import { Guarded } from "../shell/Guarded";
import { Scroll } from "../shell/Scroll";
import { Answered, Nothing, Section } from "../shell/states";
import { type Words, wordFor } from "../words";
import { DefinitionOf } from "./DefinitionOf";
import { textOfFigure } from "./figures";

const Trend = lazy(() => import("../charts/Trend"));

type Round = NonNullable<RoundFiguresQuery["countyOffice"]>["rounds"]["nodes"][number];

/** The rounds of the region's own office: how they went on, this one against the last, and each of them. */
export function Rounds({ tier, office }: { tier: TierOfRows; office: string }) {
  const { words } = useAppearance();
  const { officeCode } = useViewer();
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
                  <Section
                    title={words.overview.trend}
                    extra={<DefinitionOf name={["total", "rectified"]} label={words.overview.trend} />}
                  >
                    <Guarded waiting={<div className="chart" aria-busy="true" />}>
                      <Trend points={pointsOf(rounds)} />
                    </Guarded>
                  </Section>
                )}
                <Comparison rounds={counted} tier={tier} />
              </div>
            )}
            <Section
              title={words.overview.rounds}
              id="rounds"
              extra={
                entersFor(officeCode, { code: office, enrolment: found?.enrolment }) && (
                  <Link href={bookLink(office)}>{words.overview.enterFor}</Link>
                )
              }
            >
              {rounds.length > 0 ? <RoundTable rounds={rounds} tier={tier} /> : <Nothing text={words.none} />}
            </Section>
          </>
        );
      }}
    </Answered>
  );
}

/** Of the rounds that are counted, from the first to the latest. */
export function pointsOf(rounds: readonly Pick<Round, "ordinal" | "figures">[]) {
  const counted = rounds.flatMap(({ ordinal, figures }) =>
    figures ? [{ ordinal, total: figures.total, rectified: figures.rectified }] : [],
  );
  return counted.reverse();
}

function Comparison({ rounds: [now, before], tier }: { rounds: readonly Round[]; tier: TierOfRows }) {
  const { words, language } = useAppearance();
  const { tier: own } = useViewer();
  const { labelled } = words.joined;
  if (!now?.figures) return null;
  const rows = (["total", "open", "rectified", "closureRate"] as const).map((name) => ({
    name,
    label: words.overview.figure[name],
    now: now.figures?.[name] ?? undefined,
    before: before?.figures?.[name] ?? undefined,
  }));
  return (
    <Section title={words.overview.compare}>
      {before ? (
        <Scroll>
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
                  <th scope="row">
                    {row.label}
                    <DefinitionOf name={row.name} label={row.label} />
                  </th>
                  {[now, before].map((round) => {
                    const text = textOfFigure(row.name, round.figures ?? {}, language, words.none);
                    return (
                      <td key={round.id} className="numeric">
                        <Link
                          href={rowsBehind(row.name, { tier, round: round.id }, own)}
                          aria-label={labelled(
                            words.overview.round(round.ordinal),
                            labelled(words.overview.rows(row.label), text),
                          )}
                        >
                          {text}
                        </Link>
                      </td>
                    );
                  })}
                  <td className="numeric">{changeOf(row, words)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      ) : (
        <Nothing text={words.overview.noPrevious} />
      )}
    </Section>
  );
}

interface Compared {
  name: string;
  now: number | undefined;
  before: number | undefined;
}

function changeOf({ name, now, before }: Compared, { none, overview }: Words): string {
  if (now === undefined || before === undefined) return none;
  return name === "closureRate" ? overview.points(changeOfShare(now, before)) : changeOfCount(now, before);
}

function RoundTable({ rounds, tier }: { rounds: readonly Round[]; tier: TierOfRows }) {
  const { words, language } = useAppearance();
  const { tier: own } = useViewer();
  const { labelled } = words.joined;
  return (
    <Scroll>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{words.pages.round}</th>
            <th scope="col">{words.finding.facts}</th>
            {(["total", "closureRate"] as const).map((name) => (
              <th key={name} scope="col" className="numeric">
                {words.overview.figure[name]}
                <DefinitionOf name={name} label={words.overview.figure[name]} />
              </th>
            ))}
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
              {(["total", "closureRate"] as const).map((name) => {
                const text = figures ? textOfFigure(name, figures, language, "") : words.notYours;
                return (
                  <td key={name} className="numeric">
                    {figures && text ? (
                      <Link
                        href={rowsBehind(name, { tier, round: id }, own)}
                        aria-label={labelled(title, labelled(words.overview.rows(words.overview.figure[name]), text))}
                      >
                        {text}
                      </Link>
                    ) : (
                      text
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
