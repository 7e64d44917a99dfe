import { Badge } from "antd";
import { Link } from "wouter";
import { RoundOf } from "../exchange/RoundOf";
import { DueBefore, Findings, WaitingPublications, WorkList } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import { useNames } from "../graph/useNames";
import { dayFrom } from "../rules/days";
import { findingLink, roundLink, targetLink } from "../rules/links";
import type { TierOfRows } from "../rules/tiers";
import { useViewer } from "../session/Viewer";
import { useAppearance, useWords } from "../shell/Appearance";
import { Signal } from "../shell/Signal";
import { Answered, Section } from "../shell/states";
import { instantText, wordFor } from "../words";
import { leftText } from "../work/Deadlines";
import { Arrived } from "./Arrived";
import { Entries } from "./Entries";
import { Obligations } from "./Obligations";
import { WaitsForUs } from "./WaitsForUs";

const WEEK = 8;

/** 待办: what waits for the office of whoever is signed in, the most urgent first. */
export default function TodoPage() {
  const words = useWords();
  const viewer = useViewer();
  const tier = viewer.tier as TierOfRows;
  return (
    <div className="stack">
      <h1>{words.pages.todo}</h1>
      <Deadlines tier={tier} />
      <div className="cards">
        <Arrived tier={tier} />
        <WaitsForUs tier={tier} office={viewer.officeCode} />
        <Claims tier={tier} />
        {tier !== "COUNTY" && <Waiting tier={tier} />}
        <Work tier={tier} office={viewer.officeCode} />
      </div>
    </div>
  );
}

/** Clocks that have run out or do so within the week, and the urging that is due. */
function Deadlines({ tier }: { tier: TierOfRows }) {
  const words = useWords();
  const asked = useAskTier(DueBefore, tier, { before: dayFrom(new Date(), WEEK) });
  return (
    <Answered asked={asked}>
      {({ deadlines, obligations }) => {
        const clocks = deadlines?.nodes ?? [];
        const due = obligations?.nodes ?? [];
        const late = clocks.filter(({ colour }) => colour === "RED");
        const soon = clocks.filter(({ colour }) => colour !== "RED");
        const entryOf = ({
          clock,
          dueOn,
          daysLeft,
          unit,
          colour,
          calendarKnown,
          target,
          finding,
        }: (typeof clocks)[number]) => ({
          key: `${clock} ${finding?.id ?? target?.id} ${dueOn}`,
          content: (
            <>
              <Signal colour={colour}>{wordFor(words.clock, clock)}</Signal>{" "}
              {finding ? (
                <Link href={findingLink(finding.id)}>{finding.title}</Link>
              ) : (
                target && <Link href={targetLink(target.id)}>{target.unitName}</Link>
              )}
            </>
          ),
          note: [dueOn, leftText({ daysLeft, unit }, words.todo), calendarKnown ? "" : words.todo.calendarUnknown]
            .filter(Boolean)
            .join(" · "),
        });
        return (
          <>
            <div className="cards">
              <Section title={words.todo.overdue} extra={<Badge count={late.length} color="#c0201b" />}>
                <Entries entries={deadlines ? late.map(entryOf) : undefined} more={deadlines?.pageInfo.hasNextPage} />
              </Section>
              <Section title={words.todo.week} extra={<Badge count={soon.length} color="#8a5a00" />}>
                <Entries entries={deadlines ? soon.map(entryOf) : undefined} />
              </Section>
            </div>
            <Section title={words.todo.obligations} extra={<Badge count={due.length} color="#1554ad" />}>
              {obligations && <Obligations due={due} tier={tier} />}
              {obligations?.pageInfo.hasNextPage && <p className="quiet">{words.todo.more}</p>}
            </Section>
          </>
        );
      }}
    </Answered>
  );
}

/** 申请销号 that the office has to verify. */
function Claims({ tier }: { tier: TierOfRows }) {
  const words = useWords();
  const viewer = useViewer();
  const filter = { region: viewer.officeCode, liveStatus: ["CLAIMED_DONE" as const] };
  const asked = useAskTier(Findings, tier, { first: 20, filter });
  return (
    <Section title={words.todo.claims}>
      <Answered asked={asked}>
        {({ findings }) => (
          <Entries
            entries={findings?.nodes.map(({ id, title, unitName }) => ({
              key: id,
              content: <Link href={findingLink(id)}>{title}</Link>,
              note: unitName,
            }))}
            more={findings?.pageInfo.hasNextPage}
          />
        )}
      </Answered>
    </Section>
  );
}

function Waiting({ tier }: { tier: TierOfRows }) {
  const { words, language } = useAppearance();
  const nameOf = useNames();
  const asked = useAskTier(WaitingPublications, tier, { first: 20 });
  return (
    <Section title={words.todo.received}>
      <Answered asked={asked}>
        {({ receivedPublications }) => (
          <Entries
            entries={receivedPublications?.nodes.map(
              ({ id, version, targetId, unitName, officeCode, receivedAt, findingCount }) => ({
                key: id,
                content: (
                  <>
                    <Link href="/exchange">{unitName}</Link> <RoundOf targetId={targetId} />
                  </>
                ),
                note: [
                  words.finding.submitted(version),
                  nameOf(officeCode),
                  instantText(receivedAt, language),
                  typeof findingCount === "number" ? `${words.overview.figure.total} ${findingCount}` : "",
                ]
                  .filter(Boolean)
                  .join(" · "),
              }),
            )}
            more={receivedPublications?.pageInfo.hasNextPage}
          />
        )}
      </Answered>
    </Section>
  );
}

/** Targets to enter, and those that wait for their hearing. */
function Work({ tier, office }: { tier: TierOfRows; office: string }) {
  const words = useWords();
  const asked = useAskTier(WorkList, tier, { office, enteredBefore: dayFrom(new Date(), -40) }, { region: office });
  return (
    <Answered asked={asked}>
      {({ notEntered, toBeHeard }) => (
        <>
          {(
            [
              [words.todo.notEntered, notEntered],
              [words.todo.toBeHeard, toBeHeard],
            ] as const
          ).map(([title, list]) => (
            <Section key={title} title={title}>
              <Entries
                entries={list?.nodes.slice(0, 20).map(({ id, unitName, round }) => ({
                  key: id,
                  content: <Link href={targetLink(id)}>{unitName}</Link>,
                  note: round && <Link href={roundLink(round.id)}>{round.title}</Link>,
                }))}
                more={(list?.nodes.length ?? 0) > 20}
              />
            </Section>
          ))}
        </>
      )}
    </Answered>
  );
}
