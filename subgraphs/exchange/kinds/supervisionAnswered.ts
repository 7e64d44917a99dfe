import * as v from "valibot";
import { joinedOf, statedOf, toldOf } from "../../domain/supervision/stated";
import { canBeInvited, MEMBER_STATUSES, type MemberStatus } from "../../domain/supervision/supervision";
import { appendJournal, entriesOf } from "../../journal/append";
import {
  countStatement,
  findReceivedSupervision,
  findResult,
  holdSupervision,
  keepAnswer,
} from "../../storage/exchange/supervision.repository";
import { ABOUT_NOTHING, type Arrived, type Draft, type Effects, type Kind, type Met } from "./kind";
import { followMembers } from "./membership";

const Answered = v.object({
  id: v.string(),
  answer: v.picklist(MEMBER_STATUSES),
  by: v.string(),
  reason: v.string(),
});
type Answer = v.InferOutput<typeof Answered>;

const ANSWER_OF: Record<string, MemberStatus> = {
  SupervisionJoined: "JOINED",
  SupervisionDeclined: "DECLINED",
  SupervisionLeft: "LEFT",
};
/** From what each answer can come. */
const BEFORE: Partial<Record<MemberStatus, readonly MemberStatus[]>> = {
  JOINED: ["INVITED", "DECLINED"],
  DECLINED: ["INVITED"],
  LEFT: ["JOINED"],
};

/** 成员的答复: an office joins, declines or leaves. The office that opened it tells the others. */
export const supervisionAnswered: Kind = {
  name: "SupervisionAnswered",
  from: Object.keys(ANSWER_OF).map((event) => `ReceivedSupervision.${event}`),
  between: (source, destination) => canBeInvited(destination, source),
  async draft(_, entries) {
    return entries.map(({ event, office, objectId: id, number: journal, at, actor, details }): Draft => {
      const payload = JSON.stringify({ id, answer: ANSWER_OF[event], by: actor, reason: details.reason ?? "" });
      const what = { kind: "SupervisionAnswered", source: office, destination: details.source, subject: id };
      return { ...what, journal, at, payload };
    });
  },
  read: (payload) => v.parse(Answered, payload),
  async apply(effects, messages) {
    const met: Met[] = [];
    for (const message of messages) met.push(await takeAnswer(effects, message));
    return met;
  },
  about: () => ABOUT_NOTHING,
  async present(db, { source, destination, payloads, now }) {
    const drafts: Draft[] = [];
    for (const id of new Set((payloads as Answer[]).map((each) => each.id))) {
      const own = await findReceivedSupervision(db, source, id);
      if (!own || own.answer === "INVITED") continue;
      const answer = { id, answer: own.answer, by: own.answeredBy ?? "", reason: own.reason ?? "" };
      const what = { kind: "SupervisionAnswered", source, destination, subject: id, journal: 0 };
      drafts.push({ ...what, at: own.answeredAt ?? now, payload: JSON.stringify(answer) });
    }
    return drafts;
  },
};

async function takeAnswer(
  { db, now }: Effects,
  { source: member, destination: office, at, payload }: Arrived<Answer>,
): Promise<Met> {
  const { id, answer, by, reason } = payload;
  const held = await holdSupervision(db, office, id);
  const own = held?.members.find(({ memberOffice }) => memberOffice === member);
  if (!held || !own) return { setAside: "NOT_INVITED" };
  if (!BEFORE[answer]?.includes(own.status)) return { setAside: "ANSWERED_BEFORE" };
  if (answer !== "LEFT" && held.supervision.status !== "OPEN") return { setAside: "CONCLUDED" };
  await keepAnswer(db, { office, id, member, status: answer, at, by, reason });
  const members = held.members.map((each) => (each === own ? { ...each, status: answer } : each));
  const supervision = { ...held.supervision, stated: await countStatement(db, office, id) };
  const stated = statedOf(supervision, members, await findResult(db, office, id));
  const details = { member, answer, by, reason, to: toldOf(members), stated };
  await appendJournal(db, "platform", now, [entryOf(supervision, "SupervisionMemberAnswered", details)]);
  await followMembers(db, { office, id, members: joinedOf(members) }, now);
  return "APPLIED";
}

const entryOf = entriesOf("Supervision");
