import { Tag } from "antd";
import { Link, useParams } from "wouter";
import { ReleaseResults } from "../exchange/ReleaseResults";
import { OfficeRound } from "../generated/operations";
import type { OfficeRoundQuery } from "../generated/types";
import { useAskTier } from "../graph/useAsk";
import { keepsBook } from "../rules/books";
import { ledgerLink } from "../rules/ledgerPlace";
import { idIn, targetLink } from "../rules/links";
import { tierOfId } from "../rules/regions";
import { useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { Facts } from "../shell/Facts";
import { Path } from "../shell/Path";
import { Scroll } from "../shell/Scroll";
import { Answered, NotFound, Nothing, Section } from "../shell/states";
import { wordFor } from "../words";
import { RoundCommands } from "../work/RoundCommands";
import { BringLedgerPanel } from "./BringLedgerPanel";
import { Prepare } from "./Prepare";

type Round = NonNullable<OfficeRoundQuery["countyRound"]>;

/** 轮次: a round with its targets; each leads to its findings. */
export default function RoundPage() {
  const id = idIn(useParams<{ id: string }>().id);
  const tier = tierOfId(id);
  const asked = useAskTier(OfficeRound, tier, { id });
  if (!tier) return <NotFound />;
  return <Answered asked={asked}>{({ round }) => (round ? <Shown key={id} round={round} /> : <NotFound />)}</Answered>;
}

function Shown({ round }: { round: Round }) {
  const words = useWords();
  const viewer = useViewer();
  const tier = tierOfId(round.id) ?? "COUNTY";
  const { authorisation, day, days } = round;
  return (
    <div className="stack">
      <Path
        region={round.office?.region && { code: round.office.code, pathName: round.office.region.pathName }}
        rest={[{ key: "round", title: round.title }]}
      />
      <div className="row">
        <h1>{round.title}</h1>
        <Tag color="blue">{wordFor(words.roundStatus, round.status)}</Tag>
        <Link href={ledgerLink({ tier, round: round.id })}>{words.round.findings}</Link>
      </div>
      <RoundCommands round={round} />
      <Section title={words.finding.facts}>
        <Facts
          facts={[
            [words.round.kind, wordFor(words.roundKind, round.kind)],
            [words.round.mode, wordFor(words.assignmentMode, round.assignmentMode)],
            [words.round.period, [round.startsOn, round.endsOn].filter(Boolean).join(" – ")],
            [
              words.round.dates,
              typeof day === "number" && typeof days === "number" ? words.round.day(day, days) : undefined,
            ],
            [
              words.round.authorisation,
              authorisation &&
                [authorisation.body, authorisation.documentNumber, authorisation.authorisedOn]
                  .filter(Boolean)
                  .join(" · "),
            ],
          ]}
        />
      </Section>
      <Section title={words.round.targets}>
        {round.targets.nodes.length > 0 ? <Targets round={round} /> : <Nothing text={words.nothingYet} />}
      </Section>
      {keepsBook(viewer.officeCode, round.office) && <Prepare round={round} />}
      {keepsBook(viewer.officeCode, round.office) && <BringLedgerPanel roundId={round.id} />}
      {round.office?.code === viewer.officeCode && <ReleaseResults roundId={round.id} tier={tier} />}
    </div>
  );
}

function Targets({ round }: { round: Round }) {
  const words = useWords();
  const tier = tierOfId(round.id) ?? "COUNTY";
  return (
    <Scroll>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{words.ledger.column.unit}</th>
            <th scope="col">{words.ledger.column.liveStatus}</th>
            <th scope="col">{words.round.team}</th>
          </tr>
        </thead>
        <tbody>
          {round.targets.nodes.map(({ id, unitName, status, method, enteredOn, team }) => (
            <tr key={id}>
              <th scope="row">
                <Link href={ledgerLink({ tier, target: id })} aria-label={words.round.openFindings(unitName)}>
                  {unitName}
                </Link>
                <div>
                  <Link href={targetLink(id)} aria-label={words.work.target.openWork(unitName)}>
                    {words.work.target.work}
                  </Link>
                </div>
              </th>
              <td>
                {wordFor(words.targetStatus, status)}
                <div className="quiet">
                  {[method && wordFor(words.method, method), enteredOn].filter(Boolean).join(" · ")}
                </div>
              </td>
              <td>
                {words.joined.list(
                  ...team
                    .filter(({ endedAt }) => !endedAt)
                    .map(({ person, role }) => `${wordFor(words.teamRole, role)} ${person}`),
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
