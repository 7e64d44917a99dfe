import { Tag } from "antd";
import { supervisionLifecycle, supervisionMemberLifecycle } from "../generated/lifecycles";
import { AnswerSupervision, InvitedTo, JointSupervisions, MoveSupervision } from "../generated/operations";
import type { InvitedToQuery, JointSupervisionsQuery } from "../generated/types";
import { useNames } from "../graph/useNames";
import type { TierOfRows } from "../rules/tiers";
import { useAppearance, useWords } from "../shell/Appearance";
import { Facts } from "../shell/Facts";
import { Scroll } from "../shell/Scroll";
import { Tray } from "../shell/Tray";
import { countText, instantText, percentText, wordFor } from "../words";
import { LifecycleCommands } from "../work/LifecycleCommands";
import { LinkFindings } from "./LinkFindings";
import { ProposeSupervision } from "./ProposeSupervision";
import { Shown } from "./Shown";

type Invited = NonNullable<InvitedToQuery["countyReceivedSupervisions"]>["nodes"][number];
type Proposed = NonNullable<JointSupervisionsQuery["provinceSupervisions"]>["nodes"][number];

/** 本办发起的联动监督: its members and their answers, what they linked, and the figures of all together. */
export function SupervisionsOut({ tier }: { tier: TierOfRows }) {
  const { trays } = useWords();
  return (
    <Tray
      title={trays.supervisionsOut}
      tier={tier}
      asks={JointSupervisions}
      rowsOf={({ supervisions }) => supervisions}
      above={<ProposeSupervision tier={tier} />}
    >
      {(row) => <Ours row={row} tier={tier} />}
    </Tray>
  );
}

function Ours({ row, tier }: { row: Proposed; tier: TierOfRows }) {
  const { words, language } = useAppearance();
  const nameOf = useNames();
  const { trays } = words;
  return (
    <Supervision
      row={row}
      facts={[
        [
          trays.members,
          row.members.map(({ officeCode, status, answeredAt, reason }) => (
            <div key={officeCode}>
              {[
                nameOf(officeCode),
                wordFor(trays.memberStatus, status),
                answeredAt && instantText(answeredAt, language),
                reason,
              ]
                .filter(Boolean)
                .join(" · ")}
            </div>
          )),
        ],
        [trays.conclusion, row.note],
      ]}
    >
      <LifecycleCommands
        cycle="supervision"
        table={supervisionLifecycle}
        status={row.status}
        commands={row.commands}
        names={trays.supervisionCommand}
        tier={tier}
        subject={{ id: row.id, version: row.version }}
        move={MoveSupervision}
      />
    </Supervision>
  );
}

/** 本办受邀的联动监督: to be joined or declined, with what the members share. */
export function SupervisionsIn({ tier }: { tier: TierOfRows }) {
  const { trays } = useWords();
  return (
    <Tray
      title={trays.supervisionsIn}
      tier={tier}
      asks={InvitedTo}
      rowsOf={({ receivedSupervisions }) => receivedSupervisions}
    >
      {(row) => <Theirs row={row} tier={tier} />}
    </Tray>
  );
}

function Theirs({ row, tier }: { row: Invited; tier: TierOfRows }) {
  const { words, language } = useAppearance();
  const nameOf = useNames();
  const { trays } = words;
  return (
    <Supervision
      row={row}
      facts={[
        [trays.proposer, nameOf(row.officeCode)],
        [trays.members, words.joined.list(...row.members.map(nameOf))],
        [
          trays.ourAnswer,
          [wordFor(trays.memberStatus, row.answer), row.answeredAt && instantText(row.answeredAt, language), row.reason]
            .filter(Boolean)
            .join(" · "),
        ],
        [trays.conclusion, row.conclusion],
        [words.exchange.status, row.lostAt && words.exchange.lost],
      ]}
    >
      <LifecycleCommands
        cycle="supervision"
        table={supervisionMemberLifecycle}
        status={row.answer}
        commands={row.commands}
        names={trays.memberCommand}
        tier={tier}
        subject={{ id: row.id, revision: row.revision }}
        move={AnswerSupervision}
      />
      {row.status === "OPEN" && row.answer === "JOINED" && (
        <LinkFindings supervisionId={row.id} checklist={row.checklist} tier={tier} />
      )}
    </Supervision>
  );
}

/** What proposer and member see of it alike, with what only one of them does. */
function Supervision({
  row: { title, kind, status, startsOn, endsOn, checklist, figures, links },
  facts,
  children,
}: {
  row: Pick<Invited, "title" | "kind" | "status" | "startsOn" | "endsOn" | "checklist" | "figures" | "links">;
  facts: React.ComponentProps<typeof Facts>["facts"];
  children: React.ReactNode;
}) {
  const { round, trays } = useWords();
  return (
    <>
      <div className="row">
        <strong>{title}</strong>
        <Tag>{wordFor(trays.supervisionKind, kind)}</Tag>
        <Tag color="blue">{wordFor(trays.supervisionStatus, status)}</Tag>
      </div>
      <Facts
        facts={[
          [round.period, `${startsOn} — ${endsOn}`],
          [trays.checklist, checklist.map(({ number, text }) => `${number}. ${text}`).join(" ")],
          ...facts,
        ]}
      />
      <Merged figures={figures} />
      <Shown findings={links.nodes} />
      {children}
    </>
  );
}

/** What the members' shared findings come to, and which part is whose. */
function Merged({ figures }: { figures: Invited["figures"] }) {
  const { words, language } = useAppearance();
  const nameOf = useNames();
  const { figure } = words.overview;
  if (!figures) return null;
  const rows = [
    ...figures.parts.map((part) => ({ ...part, name: nameOf(part.officeCode) })),
    { ...figures, name: words.trays.all },
  ];
  return (
    <Scroll>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{words.trays.merged}</th>
            {[figure.total, figure.open, figure.rectified].map((name) => (
              <th key={name} scope="col" className="numeric">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, total, open, rectified }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {[total, open, rectified].map((count, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the columns stand where they stand
                <td key={place} className="numeric">
                  {count === null ? words.unknown : countText(count, language)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {typeof figures.closureRate === "number" && (
        <p className="quiet">
          {figure.closureRate} {percentText(figures.closureRate)}
        </p>
      )}
    </Scroll>
  );
}
