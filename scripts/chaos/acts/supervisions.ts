import { nameOfTier } from "../../../schema/contract/tier";
import { daysBefore } from "../days";
import { type Desk, fractionOf } from "../desk";
import { officesBelow } from "../offices";
import type { Mutation } from "../persistent";

const PROPOSE: Mutation = ["proposeTierSupervision", "ProposeSupervisionInput", "Supervision"];
const MOVE: Mutation = ["moveTierSupervision", "MoveSupervisionInput", "Supervision"];
const ANSWER: Mutation = [
  "answerTierSupervision",
  "AnswerSupervisionInput",
  "ReceivedSupervision",
  "version: revision",
];

/** More than these are open at once of no office: each answer to one is told to everybody who is invited. */
const MOST = 2;

/** 联动监督: a topic for all offices below, proposed and opened; or the oldest is concluded. */
export async function supervise(desk: Desk): Promise<boolean> {
  if (desk.supervisions.length >= MOST) return conclude(desk);
  const { office, ledger } = desk;
  const offices = officesBelow(office);
  const words = { title: "民生项目公示同题共答（虚构）", checklist: ["是否公示结算？（虚构）"] };
  const input = { kind: "SAME_TOPIC", ...words, startsOn: daysBefore(10), endsOn: daysBefore(-60), offices };
  const [proposed] = (await desk.does("clerk", PROPOSE, { ...input, synthetic: true })) ?? [];
  if (!proposed) return false;
  const { id: supervision } = proposed;
  ledger.add({ deed: "SUPERVISION_PROPOSED", office, supervision, members: offices });
  const [opened] = (await desk.does("director", MOVE, { ...proposed, command: "OPEN" })) ?? [];
  if (!opened) return false;
  desk.supervisions.push(opened);
  ledger.add({ deed: "SUPERVISION_MOVED", office, supervision, status: "OPEN" });
  return true;
}

async function conclude(desk: Desk): Promise<boolean> {
  const [oldest] = desk.supervisions;
  const input = { ...oldest, command: "CONCLUDE", note: "已汇总。（虚构）" };
  if (!oldest || !(await desk.does("director", MOVE, input))) return false;
  desk.supervisions.shift();
  desk.ledger.add({ deed: "SUPERVISION_MOVED", office: desk.office, supervision: oldest.id, status: "CONCLUDED" });
  return true;
}

/** 参加 or 不参加, of what this office is invited to; whoever declined joins the next time. Where a word of the others came in between, the
 * answer is refused: it was given to what was not so any more. */
export async function answerSupervision(desk: Desk, pick: number): Promise<boolean> {
  const field = `${nameOfTier(desk.tier)}ReceivedSupervisions`;
  const { arrived } = await desk.asks<Arrived>(
    "director",
    `{ arrived: ${field}(first: 50) { nodes { id revision status answer } } }`,
  );
  const open = arrived.nodes.filter(({ status, answer }) => status === "OPEN" && answer !== "JOINED");
  const one = open[Math.floor(pick * open.length)];
  if (!one) return false;
  const { id, revision, answer } = one;
  const declines = answer === "INVITED" && fractionOf(pick * 7) < 0.3;
  const given = declines ? { command: "DECLINE", note: "力量不足。（虚构）" } : { command: "JOIN" };
  if (!(await desk.does("director", ANSWER, { id, revision, ...given }))) return false;
  desk.ledger.add({ deed: "SUPERVISION_ANSWERED", office: desk.office, supervision: id });
  return true;
}

interface Arrived {
  arrived: { nodes: { id: string; revision: number; status: string; answer: string }[] };
}
