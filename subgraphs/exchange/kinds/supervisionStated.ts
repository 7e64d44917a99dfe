import * as v from "valibot";
import { type StatedSupervision, statedOf, statedTo } from "../../domain/supervision/stated";
import { canBeInvited, SUPERVISION_KINDS } from "../../domain/supervision/supervision";
import { appendJournal, entriesOf } from "../../journal/append";
import {
  countStatement,
  findKnownSupervisions,
  findResult,
  holdSupervision,
  receiveStatement,
} from "../../storage/exchange/supervision.repository";
import { ABOUT_NOTHING, type Draft, type Kind, type Met } from "./kind";
import { followMembers } from "./membership";

const day = v.pipe(v.string(), v.isoDate());
const Stated = v.object({
  id: v.string(),
  kind: v.picklist(SUPERVISION_KINDS),
  title: v.string(),
  checklist: v.array(v.object({ number: v.number(), text: v.string() })),
  startsOn: day,
  endsOn: day,
  status: v.picklist(["OPEN", "CONCLUDED"]),
  stated: v.number(),
  members: v.array(v.string()),
  conclusion: v.nullable(v.string()),
  synthetic: v.boolean(),
  result: v.optional(
    v.nullable(
      v.object({
        concludedAt: v.string(),
        counts: v.array(v.object({ officeCode: v.string(), status: v.string(), count: v.number() })),
      }),
    ),
    null,
  ),
});

const entryOf = entriesOf("ReceivedSupervision");

/** 联动监督: how it stands, from the office that opened it to each office that is invited. What a member linked follows who is one. */
export const supervisionStated: Kind = {
  name: "SupervisionStated",
  from: ["SupervisionOpened", "SupervisionInvited", "SupervisionMemberAnswered", "SupervisionConcluded"].map(
    (event) => `Supervision.${event}`,
  ),
  between: canBeInvited,
  async draft(_, entries) {
    return entries.flatMap(({ office: source, objectId: subject, number: journal, at, details }) => {
      return (details.to as string[]).map((destination): Draft => {
        const payload = JSON.stringify(statedTo(details.stated, destination));
        return { kind: "SupervisionStated", source, destination, subject, journal, at, payload };
      });
    });
  },
  read: (payload): StatedSupervision => v.parse(Stated, payload),
  own: ({ id }: StatedSupervision) => [id],
  async apply({ db, now }, messages) {
    const met: Met[] = [];
    for (const { source, destination: office, payload } of messages) {
      const own = await receiveStatement(db, now, { ...(payload as StatedSupervision), office, source });
      if (own) {
        const { id, revision: version, status, answer } = own;
        const entry = entryOf({ office, id, version }, "SupervisionStated", { source, status, answer });
        await appendJournal(db, "platform", now, [entry]);
      }
      if (own?.answer === "JOINED")
        await followMembers(db, { office, id: own.id, members: [source, ...own.members] }, now);
      met.push(own ? "APPLIED" : { setAside: "OVERTAKEN" });
    }
    return met;
  },
  about: () => ABOUT_NOTHING,
  known: findKnownSupervisions,
  async present(db, { source, destination, payloads, now }) {
    const drafts: Draft[] = [];
    const lost = payloads as StatedSupervision[];
    for (const id of new Set(lost.map((each) => each.id))) {
      const heard = Math.max(...lost.filter((each) => each.id === id).map(({ stated }) => stated));
      const stated = await countStatement(db, source, id, heard);
      const held = await holdSupervision(db, source, id);
      if (!held || !["OPEN", "CONCLUDED"].includes(held.supervision.status)) continue;
      const result = await findResult(db, source, id);
      const said = statedOf({ ...held.supervision, stated }, held.members, result);
      const payload = JSON.stringify(statedTo(said, destination));
      const what = { kind: "SupervisionStated", source, destination, subject: id, journal: 0 };
      drafts.push({ ...what, at: now, payload });
    }
    return drafts;
  },
};
