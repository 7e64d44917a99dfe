import { randomUUID } from "node:crypto";
import type { Caller, Versioned } from "../support/caller";
import { askTicket, type FileReply, getTicket, type Ticket, useTicket } from "../support/files";
import { dayBefore } from "../support/officeDay";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import {
  anAnswer,
  aUnitSide,
  type FedBackFinding,
  fedBackTo,
  type Proof,
  theFeedbackTo,
  type UnitSide,
  versionOf,
} from "../support/unitSide";

let platform: TestPlatform;
let side: UnitSide;
let feedbackId: string;
let finding: FedBackFinding;
beforeAll(async () => {
  platform = await borrowPlatform();
  side = await aUnitSide(platform, { findings: 2 });
  const feedback = await theFeedbackTo(side.head);
  feedbackId = feedback.id;
  finding = feedback.byNumber[0] as FedBackFinding;
});

const aPdf = () => Buffer.from(`%PDF-1.7\n% ${randomUUID()}\n%%EOF\n`);
const wish = (findingId?: string) => ({ disclosureId: feedbackId, findingId, name: "整改佐证.pdf" });
const download = (id: string, by: Caller) => askTicket(by, "downloadTierAttachment", { id }, { tier: "COUNTY" });

/** @returns id of the proof */
async function brings(by: Caller, findingId?: string, bytes = aPdf()): Promise<string> {
  const reply: FileReply = await useTicket(platform, await getTicket(by, "uploadTierProof", wish(findingId)), bytes);
  expect(reply.status).toBe(201);
  return reply.words.id;
}

async function proofsSeenBy(person: Caller): Promise<{ ofFinding: Proof[]; ofPlan: Proof[] }> {
  const [feedback] = await fedBackTo(person);
  const own = feedback?.findings.nodes.find(({ findingId }) => findingId === finding.findingId);
  return { ofFinding: own?.proofs ?? [], ofPlan: feedback?.rectification?.proofs ?? [] };
}

const BOOK = `query Book($id: ID!, $target: ID!) {
  finding(id: $id) { ... on CountyFinding { attachments { id byUnit addedBy removedAt } } }
  countyRoundTarget(id: $target) { rectification { proofs { id byUnit } } } }`;
async function book(person: Caller) {
  const { data } = await person.ask(BOOK, { id: finding.findingId, target: side.round.targets[0]?.id });
  return { attachments: data.finding?.attachments, proofs: data.countyRoundTarget?.rectification?.proofs };
}

test("a unit brings proofs of a finding and of its plan; its people and the office read them, byte for byte", async () => {
  const bytes = aPdf();
  const ofFinding = await brings(side.liaison, finding.findingId, bytes);
  const ofPlan = await brings(side.head);
  for (const person of [side.head, side.liaison]) {
    expect(await proofsSeenBy(person)).toMatchObject({
      ofFinding: [{ id: ofFinding, name: "整改佐证.pdf", byUnit: true }],
      ofPlan: [{ id: ofPlan, byUnit: true }],
    });
  }
  expect(await book(side.round.director)).toEqual({
    attachments: [{ id: ofFinding, byUnit: true, addedBy: side.liaison.person, removedAt: null }],
    proofs: [{ id: ofPlan, byUnit: true }],
  });
  for (const person of [side.head, side.round.clerk]) {
    const { ticket } = await download(ofFinding, person);
    expect((await useTicket(platform, ticket as Ticket)).bytes.equals(bytes)).toBe(true);
  }
});

test("the body above, another unit, other offices and the offices above see nothing of them", async () => {
  const [ofFinding, ofPlan] = [await brings(side.head, finding.findingId), await brings(side.head)];
  await side.round.director.does("submitTierPublications", { targetIds: side.round.targets.map(({ id }) => id) });
  expect(await proofsSeenBy(side.above)).toEqual({ ofFinding: [], ofPlan: [] });
  expect(await proofsSeenBy(side.neighbour)).toEqual({ ofFinding: [], ofPlan: [] });
  const superiors = ["city:9901.director", "province:99.director"].map((person) => platform.as(person));
  for (const superior of superiors) {
    const seen = await book(superior);
    expect([seen.attachments, seen.proofs ?? []]).toEqual([null, []]);
  }
  const strangers = [side.above, side.neighbour, ...superiors, platform.as("county:990102.director")];
  for (const stranger of strangers) {
    for (const id of [ofFinding, ofPlan]) expect((await download(id, stranger)).codes).toEqual(["NOT_FOUND"]);
  }
});

test("a unit reads no file of the office, not even of a finding that was fed back to it", async () => {
  const input = { findingId: finding.findingId, name: "底稿.pdf" };
  const ticket = await getTicket(side.round.clerk, "uploadTierAttachment", input);
  const { words } = await useTicket(platform, ticket, aPdf());
  const seen = (await proofsSeenBy(side.head)).ofFinding.map(({ id }) => id);
  expect(seen).not.toContain(words.id);
  expect((await download(words.id, side.head)).codes).toEqual(["NOT_FOUND"]);
  const office = await askTicket(side.head, "uploadTierAttachment", input);
  expect(office.codes).toEqual(["NOT_FOUND"]);
});

test("only the unit itself brings proofs, and only of what was fed back to it", async () => {
  const [others] = await fedBackTo(side.neighbour);
  const [copy] = await fedBackTo(side.above);
  const asks = async (by: Caller, input: object) => {
    const { refusal, codes } = await askTicket(by, "uploadTierProof", input, { tier: "COUNTY" });
    return refusal?.code ?? codes[0];
  };
  const before = await platform.fingerprint();
  expect(await asks(side.above, { ...wish(), disclosureId: copy?.id })).toBe("ROLE_REQUIRED");
  expect(await asks(side.above, wish())).toBe("NOT_FOUND");
  expect(await asks(side.neighbour, wish(finding.findingId))).toBe("NOT_FOUND");
  expect(await asks(side.head, wish(others?.findings.nodes[0]?.findingId))).toBe("NOT_FOUND");
  expect(await asks(side.round.clerk, wish(finding.findingId))).toBe("ROLE_REQUIRED");
  expect(await asks(platform.as("city:9901.director"), wish())).toBe("NOT_FOUND");
  expect(await platform.fingerprint()).toEqual(before);
});

test("the unit takes its own back, with a reason; the office does not", async () => {
  const id = await brings(side.liaison, finding.findingId);
  const removal = { id, version: 1, reason: "误传（虚构）" };
  const byOffice = await side.round.director.tries("removeTierAttachment", removal);
  expect(byOffice.refusal).toMatchObject({ code: "ROLE_REQUIRED", allowed: ["UNIT_LIAISON", "UNIT_HEAD"] });
  const byOthers = await side.neighbour.tries("removeTierAttachment", removal);
  expect(byOthers.answer.errors[0]?.extensions.code).toBe("NOT_FOUND");
  await side.head.does("removeTierAttachment", removal);
  const [there] = (await book(side.round.director)).attachments.filter((each: Versioned) => each.id === id);
  expect(there.removedAt).toEqual(expect.any(String));
  expect((await download(id, side.liaison)).refusal?.code).toBe("ATTACHMENT_REMOVED");
});

test("when the finding is verified, nothing is brought to it or taken back any more", async () => {
  const id = await brings(side.liaison, finding.findingId);
  const waiting = await getTicket(side.liaison, "uploadTierProof", wish(finding.findingId));
  await side.head.does("answerTierFeedback", anAnswer({ id: feedbackId }, "CLAIM", [finding]));
  await brings(side.liaison, finding.findingId);
  const claimed = (await theFeedbackTo(side.head)).byNumber[0] as FedBackFinding;
  await side.round.director.does("moveTierFindings", { findings: [versionOf(claimed)], command: "VERIFY" });
  const late = await askTicket(side.liaison, "uploadTierProof", wish(finding.findingId));
  expect(late.refusal).toMatchObject({ code: "ILLEGAL_TRANSITION", subject: finding.findingId });
  const used = await useTicket(platform, waiting, aPdf());
  expect([used.status, used.words.refusal.code]).toEqual([422, "ILLEGAL_TRANSITION"]);
  const back = await side.liaison.tries("removeTierAttachment", { id, version: 1, reason: "误传（虚构）" });
  expect(back.refusal?.code).toBe("ILLEGAL_TRANSITION");
});

test("a finding has a hundred proofs of its unit and no more, beside what the office attaches", async () => {
  const other = (await theFeedbackTo(side.head)).byNumber[1] as FedBackFinding;
  await platform.sql(
    "county",
    `insert into attachment (id, office, round_id, target_id, unit_id, region, finding_id, of_unit, name, type, size, sha256, version,
       added_at, added_by)
     select 'county:' || lpad(n::text, 22, 'B'), f.office, f.round_id, f.target_id, f.unit_id, f.region, f.id, f.unit_id,
       '虚构.pdf', 'pdf', 1, repeat('0', 64), 1, now(), 'county:nobody' from finding f, generate_series(1, 100) n where f.id = $1`,
    [other.findingId],
  );
  const full = await askTicket(side.head, "uploadTierProof", wish(other.findingId));
  expect(full.refusal?.code).toBe("TOO_MANY_ATTACHMENTS");
  const office = await askTicket(side.round.clerk, "uploadTierAttachment", {
    findingId: other.findingId,
    name: "一.pdf",
  });
  expect(office.ticket).toBeDefined();
});

test("a ticket does not outlive the feedback: when that has expired, it brings and fetches nothing", async () => {
  const id = await brings(side.head);
  const put = await getTicket(side.head, "uploadTierProof", wish());
  const { ticket: get } = await download(id, side.head);
  await platform.sql("county", "update disclosure set issued_on = $2, expires_on = $2 where id = $1", [
    feedbackId,
    dayBefore(1),
  ]);
  expect((await useTicket(platform, put, aPdf())).status).toBe(410);
  expect((await useTicket(platform, get as Ticket)).status).toBe(410);
  expect((await download(id, side.head)).codes).toEqual(["NOT_FOUND"]);
  expect((await book(side.round.director)).proofs).toContainEqual({ id, byUnit: true });
});
