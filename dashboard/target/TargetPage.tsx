import { Tag } from "antd";
import { Link, useParams } from "wouter";
import { TargetInWork } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import { keepsBook } from "../rules/books";
import { idIn, roundLink } from "../rules/links";
import { tierOfId } from "../rules/regions";
import { useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { Facts } from "../shell/Facts";
import { Path } from "../shell/Path";
import { Answered, NotFound, Section } from "../shell/states";
import { wordFor } from "../words";
import { Deadlines } from "../work/Deadlines";
import { TargetCommands } from "../work/RoundCommands";
import { Feedback } from "./Feedback";
import { FindingsOf } from "./FindingsOf";
import { ObligationsOf } from "./ObligationsOf";
import { RecordFinding } from "./RecordFinding";
import { Rectification } from "./Rectification";
import { Submission } from "./Submission";
import type { Target } from "./target";

/** 办理: everything that an office does with one target of its rounds. */
export default function TargetPage() {
  const id = idIn(useParams<{ id: string }>().id);
  const tier = tierOfId(id);
  const asked = useAskTier(TargetInWork, tier, { id });
  if (!tier) return <NotFound />;
  return (
    <Answered asked={asked}>
      {({ roundTarget }) => (roundTarget ? <Shown key={id} target={roundTarget} /> : <NotFound />)}
    </Answered>
  );
}

function Shown({ target }: { target: Target }) {
  const words = useWords();
  const viewer = useViewer();
  const { office, round, unitName } = target;
  const isOwn = keepsBook(viewer.officeCode, office);
  return (
    <div className="stack">
      <Path
        region={office?.region && { code: office.code, pathName: office.region.pathName }}
        rest={[
          ...(round ? [{ key: "round", title: <Link href={roundLink(round.id)}>{round.title}</Link> }] : []),
          { key: "target", title: unitName },
        ]}
      />
      <div className="row">
        <h1>{unitName}</h1>
        <Tag color="blue">{wordFor(words.targetStatus, target.status)}</Tag>
      </div>
      <Section title={words.work.commands}>
        <TargetCommands target={target} />
        <State target={target} />
      </Section>
      <FindingsOf target={target} />
      {isOwn && target.status === "ENTERED" && <RecordFinding targetId={target.id} />}
      {isOwn && <Submission target={target} />}
      {isOwn && <Feedback target={target} />}
      {isOwn && <Rectification target={target} />}
      {isOwn && target.rectificationStartedOn && <ObligationsOf targetId={target.id} unitName={unitName} />}
    </div>
  );
}

function State({ target }: { target: Target }) {
  const words = useWords();
  const { work, joined } = words;
  const { withdrawalProposal: proposal } = target;
  const days = [
    [work.targetCommand.ENTER, target.enteredOn],
    [work.targetCommand.REPORT, target.reportedOn],
    [work.targetCommand.HEAR, target.heardOn],
    [work.targetCommand.FEED_BACK, target.fedBackOn],
    [work.targetCommand.START_RECTIFICATION, target.rectificationStartedOn],
  ].filter(([, day]) => day);
  const team = target.team.filter(({ endedAt }) => !endedAt);
  return (
    <Facts
      facts={[
        [work.target.dates, days.map(([name, day]) => `${name} ${day}`).join(" · ")],
        [
          words.round.team,
          joined.list(...team.map(({ person, role }) => `${wordFor(words.teamRole, role)} ${person}`)),
        ],
        [work.target.heardBy, target.hearing && `${target.hearing.body} · ${target.hearing.documentNumber}`],
        [work.field.remark, target.note],
        [work.target.proposal, proposal && joined.labelled(proposal.by, proposal.reason)],
        [
          words.unitPage.deadlines,
          target.deadlines.length > 0 && <Deadlines key="deadlines" deadlines={target.deadlines} />,
        ],
      ]}
    />
  );
}
