import { hearsOfNoOffice } from "../support/absentOffice";
import { aRound, type BuiltRound, moveTargets } from "../support/builders";
import type { Caller, Versioned } from "../support/caller";
import { startWorkersOn } from "../support/fed";
import { Follower } from "../support/follower";
import { dayBefore } from "../support/officeDay";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { RUN_IN_SUPERVISION, SavedOperations } from "../support/savedOperations";
import { until } from "../support/until";
import { writesNothing } from "../support/writesNothing";

// 同题共答 over all three tiers: the province asks two cities' counties and a city one question, and sees their answers together.

const PROVINCE = "province:99.director";
const CITY = "city:9901.director";
const COUNTY = "county:990101.director";
const NEIGHBOUR = "county:990102.director";
const FAR = "county:990201.director";
const WHY = "力量不足。（虚构）";

interface Supervision extends Versioned {
  revision: number;
  status: string;
  answer: string;
  title: string;
  commands: string[];
  members: { officeCode: string; status: string; reason: string | null }[] & string[];
  figures: { total: number; open: number; rectified: number; parts: { officeCode: string; total: number | null }[] };
  links: { nodes: { officeCode: string; findingId: string; releaseId: string; status: string; title: string }[] };
}

let platform: TestPlatform;
let saved: SavedOperations;
let supervision: Supervision;
let rounds: Record<"99" | "9901" | "990101" | "990102", BuiltRound>;
beforeAll(async () => {
  platform = await borrowPlatform();
  saved = new SavedOperations(platform);
  const heard = (office: string, findings: number) => aRound(office).withFindings(findings).until("HEARD").on(platform);
  rounds = {
    ...{ "99": await heard("99", 1), "9901": await heard("9901", 1) },
    ...{ "990101": await heard("990101", 2), "990102": await heard("990102", 1) },
  };
  await startWorkersOn(platform, "province", "county");
});

const first = (data: object) => (Object.values(data)[0] as { nodes: Supervision[] }).nodes[0];
const led = async () => first(await saved.run(PROVINCE, "JointSupervisions")) as Supervision;
const invited = async (person: string) =>
  first(await saved.run(person, person === CITY ? "InvitedToOfCity" : "InvitedTo"));
const untilInvited = (person: string, so: (seen: Supervision) => unknown) =>
  until(`${person} sees it so`, async () => {
    const seen = await invited(person);
    return seen && so(seen) ? seen : undefined;
  });
const untilLed = (so: (seen: Supervision) => unknown) =>
  until("the province sees it so", async () => {
    const seen = await led();
    return so(seen) ? seen : undefined;
  });
const offices = ({ links }: Supervision) => links.nodes.map(({ officeCode }) => officeCode).sort();
const statusOf = ({ members }: Supervision, office: string) =>
  members.find(({ officeCode }) => officeCode === office)?.status;
const answer = async (person: string, command: string, note?: string) => {
  const { id, revision } = (await invited(person)) as Supervision;
  const name = person === CITY ? "AnswerSupervisionOfCity" : "AnswerSupervision";
  return saved.change<Supervision>(person, name, { id, revision, command, note });
};
const link = (by: Caller, findings: readonly Versioned[], more: object = {}) => {
  const findingIds = findings.map(({ id }) => id);
  return by.tries("linkTierFindings", { supervisionId: supervision.id, findingIds, ...more });
};
const PROPOSAL = {
  kind: "SAME_TOPIC",
  title: "村级工程管理同题共答（虚构）",
  checklist: ["是否公示结算？", "是否留存验收资料？"],
  ...{
    startsOn: "2026-03-01",
    endsOn: dayBefore(-60),
    offices: ["9901", "990101", "990102", "990201"],
    synthetic: true,
  },
};

const followed = (person: string, tier: string, region: string) =>
  Follower.over(
    platform,
    person,
    `subscription ($region: ID!) { ${tier}Events(region: $region) { cursor kind at region { code } office { code } target { id }
      supervision { id title status } receivedSupervision { id title answer } } }`,
    { region },
  );

test("the province proposes a topic and opens it; each invited office hears of it, and nobody else", async () => {
  const [lead, member, stranger, above] = await Promise.all([
    followed(PROVINCE, "province", "99"),
    followed(NEIGHBOUR, "county", "990102"),
    followed("county:990103.director", "county", "99"),
    followed(CITY, "county", "9901"),
  ]);
  await Promise.all([lead, member, stranger, above].map((follower) => follower.has(1)));
  [supervision] = await saved.change<Supervision>("province:99.clerk", "ProposeSupervision", PROPOSAL);
  expect(supervision).toMatchObject({ status: "PROPOSED", version: 1, commands: [] });
  const clerks = await platform.as("province:99.clerk").tries("moveTierSupervision", {
    ...{ id: supervision.id, version: 1, command: "OPEN" },
  });
  expect(clerks.refusal?.code).toBe("ROLE_REQUIRED");
  [supervision] = await saved.change<Supervision>(PROVINCE, "MoveSupervision", {
    ...{ id: supervision.id, version: 1, command: "OPEN" },
  });
  for (const person of [CITY, COUNTY, NEIGHBOUR, FAR]) {
    const seen = await untilInvited(person, ({ status }) => status === "OPEN");
    expect(seen).toMatchObject({
      ...{ officeCode: "99", title: PROPOSAL.title, answer: "INVITED", commands: ["JOIN", "DECLINE"], figures: null },
      ...{ checklist: [{ number: 1, text: "是否公示结算？" }, { number: 2 }], links: { nodes: [] } },
    });
  }
  expect(await invited("county:990103.director")).toBeUndefined();
  // live, whoever opened it and each that is invited hears of the own side of it
  const { id } = supervision;
  const opened = {
    kind: "SUPERVISION_CHANGED",
    office: { code: "99" },
    supervision: { id },
    receivedSupervision: null,
  };
  expect((await lead.has(3)).slice(1)).toMatchObject([opened, opened]);
  expect((await member.has(2))[1]).toMatchObject({
    ...{ kind: "SUPERVISION_CHANGED", region: { code: "990102" }, target: null, supervision: null },
    receivedSupervision: { id, title: PROPOSAL.title, answer: "INVITED" },
  });
  expect([stranger.kinds, above.kinds]).toEqual([["STARTED"], ["STARTED"]]);
});

test("offices join or decline with a reason; who has not answered is seen", async () => {
  const early = await link(platform.as(COUNTY), rounds["990101"].findings);
  expect(early.refusal?.code).toBe("MEMBERSHIP_REQUIRED");
  const { id, revision } = (await invited(FAR)) as Supervision;
  const mute = await platform.as(FAR).tries("answerTierSupervision", { id, revision, command: "DECLINE" });
  expect(mute.refusal?.code).toBe("REASON_REQUIRED");
  await answer(FAR, "DECLINE", WHY);
  await answer(CITY, "JOIN");
  await answer(COUNTY, "JOIN");
  const answered = { "9901": "JOINED", "990101": "JOINED", "990201": "DECLINED" };
  const seen = await untilLed((each) => Object.entries(answered).every(([code, how]) => statusOf(each, code) === how));
  expect(seen.members.map(({ officeCode, status, reason }) => [officeCode, status, reason])).toEqual([
    ["9901", "JOINED", null],
    ["990101", "JOINED", null],
    ["990102", "INVITED", null],
    ["990201", "DECLINED", WHY],
  ]);
  await untilInvited(CITY, ({ members }) => members.includes("990101"));
  await untilInvited(COUNTY, ({ members }) => members.includes("9901"));
});

test("what members of any tier link is seen by members with its merged figures, and by nobody else", async () => {
  const [linked] = await saved.change<Versioned>(COUNTY, "LinkFindings", {
    ...{ supervisionId: supervision.id, findingIds: rounds["990101"].findings.map(({ id }) => id), checklistItem: 1 },
    fields: ["TITLE", "CATEGORY"],
  });
  expect(linked).toMatchObject({
    state: "ISSUED",
    fields: ["TITLE", "CATEGORY", "STATUS"],
    expiresOn: PROPOSAL.endsOn,
  });
  const again = await link(platform.as(COUNTY), rounds["990101"].findings);
  expect(again.refusal?.code).toBe("LINKED_ALREADY");
  await saved.change(CITY, "LinkFindingsOfCity", {
    ...{ supervisionId: supervision.id, findingIds: [rounds["9901"].findings[0]?.id], fields: ["TITLE"] },
  });
  await saved.change(PROVINCE, "LinkFindingsOfProvince", {
    ...{ supervisionId: supervision.id, findingIds: [rounds["99"].findings[0]?.id], fields: ["TITLE"] },
  });
  const all = ["99", "9901", "990101", "990101"];
  const above = await untilLed((each) => offices(each).length === 4);
  expect(offices(above)).toEqual(all);
  expect(above.figures).toMatchObject({
    ...{ total: 4, open: 4, rectified: 0 },
    parts: [
      { officeCode: "99", total: 1 },
      { officeCode: "9901", total: 1 },
      { officeCode: "990101", total: 2 },
    ],
  });
  for (const person of [CITY, COUNTY]) {
    const seen = await untilInvited(person, (each) => offices(each).length === 4);
    expect(offices(seen)).toEqual(all);
    expect(seen.figures).toMatchObject({ total: 4, open: 4 });
  }
  for (const person of [NEIGHBOUR, FAR]) {
    expect(await invited(person)).toMatchObject({ figures: null, links: { nodes: [] } });
  }
  const { data } = await platform
    .as("city:9902.director")
    .ask(
      "{ citySupervisions { nodes { id } } cityReceivedSupervisions { nodes { id } } cityReceivedReleases { nodes { id } } }",
    );
  expect(JSON.stringify(data)).not.toContain("province:");
});

test("who joins later sees what was linked before, as it stands now; who is recused keeps the totals", async () => {
  await moveTargets(rounds["990101"], "FEED_BACK", "2026-05-06");
  await untilLed(({ links }) => links.nodes.filter(({ status }) => status === "FED_BACK").length === 2);
  await answer(NEIGHBOUR, "JOIN");
  const seen = await untilInvited(NEIGHBOUR, (each) => offices(each).length === 4);
  expect(seen.links.nodes.filter(({ status }) => status === "FED_BACK")).toHaveLength(2);
  const kin = await platform.openAccount("county:990102.kin", "990102", ["CLERK"]);
  const subject = rounds["9901"].units[0]?.id;
  await platform
    .as("county:990102.director")
    .does("declareTierRecusal", { accountId: kin.person, kind: "KIN", scope: "UNIT", subject });
  const less = await untilInvited(kin.person, (each) => offices(each).length === 3);
  expect(offices(less)).toEqual(["99", "990101", "990101"]);
  expect(less.figures).toMatchObject({ total: 4 });
  expect(less.figures.parts.map(({ total }) => total)).toEqual([null, null, null]);
});

test("a link is withdrawn, and a member that leaves takes its own along and loses the others'", async () => {
  const [own] = (await led()).links.nodes.filter(({ officeCode }) => officeCode === "99");
  const withdrawal = { id: own?.releaseId, version: 1, command: "WITHDRAW", note: "挂接有误。（虚构）" };
  await platform.as(PROVINCE).does("moveTierRelease", withdrawal);
  await untilInvited(CITY, (each) => !offices(each).includes("99"));
  const { id, revision } = (await invited(CITY)) as Supervision;
  const mute = await platform.as(CITY).tries("answerTierSupervision", { id, revision, command: "LEAVE" });
  expect(mute.refusal?.code).toBe("REASON_REQUIRED");
  await answer(CITY, "LEAVE", WHY);
  expect(await invited(CITY)).toMatchObject({ answer: "LEFT", figures: null, links: { nodes: [] }, commands: [] });
  const above = await untilLed((each) => statusOf(each, "9901") === "LEFT" && !offices(each).includes("9901"));
  expect(above.figures).toMatchObject({ total: 2 });
  await untilInvited(NEIGHBOUR, (each) => offices(each).join() === "990101,990101");
  await until("the county's link does not go to the city any more", async () => {
    const { data } = await platform.as(COUNTY).ask("{ countyReleases { nodes { grantees { officeCode endedAt } } } }");
    const [{ grantees }] = data.countyReleases.nodes;
    return grantees.some((each: { officeCode: string; endedAt: string }) => each.officeCode === "9901" && each.endedAt);
  });
  const late = await platform.as(CITY).tries("answerTierSupervision", { id, revision: revision + 1, command: "JOIN" });
  expect(late.refusal?.code).toBe("ILLEGAL_TRANSITION");
});

test("who can see a linked finding names the members, until when", async () => {
  const { countyReaders } = await saved.run(COUNTY, "WhoCanSee", {
    ...{ kind: "FINDING", id: rounds["990101"].findings[0]?.id },
  });
  const members = countyReaders.nodes.filter(({ rule }: { rule: string }) => rule === "RELEASED");
  expect(members.map(({ officeCode, until }: { officeCode: string; until: string }) => [officeCode, until])).toEqual([
    ["990102", PROPOSAL.endsOn],
    ["99", PROPOSAL.endsOn],
  ]);
});

test("further offices are invited while it is open; once it is concluded nobody joins and nothing is linked", async () => {
  const now = async () => (await led()).version;
  const invite = async (code: string, version?: number) =>
    platform.as(PROVINCE).tries("inviteTierMembers", {
      ...{ id: supervision.id, version: version ?? (await now()), offices: [code] },
    });
  expect((await invite("530102")).refusal?.code).toBe("MEMBERS_NOT_BELOW");
  expect((await invite("990103", 99)).refusal?.code).toBe("STALE_VERSION");
  const hear = await hearsOfNoOffice(platform, "province", "990103");
  const absent = await invite("990103");
  const proposed = await platform.as(PROVINCE).tries("proposeTierSupervision", { ...PROPOSAL, offices: ["990103"] });
  await hear();
  for (const { refusal } of [absent, proposed]) expect(refusal?.code).toBe("NO_OFFICE_IN_REGION");
  await saved.change(PROVINCE, "InviteToSupervision", {
    ...{ id: supervision.id, version: await now(), offices: ["990103"] },
  });
  await untilInvited("county:990103.director", ({ answer }) => answer === "INVITED");
  const conclude = { id: supervision.id, version: await now(), command: "CONCLUDE" };
  const mute = await platform.as(PROVINCE).tries("moveTierSupervision", conclude);
  expect(mute.refusal?.code).toBe("REASON_REQUIRED");
  await platform.as(PROVINCE).does("moveTierSupervision", { ...conclude, note: "共性问题已移交整改。（虚构）" });
  const seen = await untilInvited("county:990103.director", ({ status }) => status === "CONCLUDED");
  expect(seen).toMatchObject({ conclusion: "共性问题已移交整改。（虚构）", commands: [] });
  const late = await platform.as("county:990103.director").tries("answerTierSupervision", {
    ...{ id: seen.id, revision: seen.revision, command: "JOIN" },
  });
  expect(late.refusal?.code).toBe("SUPERVISION_NOT_OPEN");
  await untilInvited(NEIGHBOUR, ({ status }) => status === "CONCLUDED");
  expect((await link(platform.as(NEIGHBOUR), rounds["990102"].findings)).refusal?.code).toBe("SUPERVISION_NOT_OPEN");
  expect((await invite("990103")).refusal?.code).toBe("SUPERVISION_NOT_OPEN");
});

test("what it had come to stays as it was, whoever leaves and whatever he takes along", async () => {
  const { figures } = await led();
  expect(figures).toMatchObject({ total: 2, open: 2, concludedAt: expect.any(String) });
  await answer(COUNTY, "LEAVE", WHY);
  const above = await untilLed((each) => statusOf(each, "990101") === "LEFT" && offices(each).length === 0);
  expect(above.figures).toEqual(figures);
  const seen = await untilInvited(NEIGHBOUR, (each) => offices(each).length === 0);
  expect(seen.figures).toEqual(figures);
  expect(await invited(COUNTY)).toMatchObject({ answer: "LEFT", figures: null });
  // who was invited and never joined has not been told, in no table
  const told = await platform.sql("county", "select distinct office from supervision_result order by 1");
  expect(told).toEqual([{ office: "990101" }, { office: "990102" }]);
});

test("what is wrong is named: offices that are not below, a period, a question, a finding of somebody else", async () => {
  const propose = (person: string, changes: object) =>
    platform.as(person).tries("proposeTierSupervision", { ...PROPOSAL, ...changes });
  expect((await propose(CITY, { offices: ["9902"] })).refusal?.code).toBe("MEMBERS_NOT_BELOW");
  expect((await propose(COUNTY, { offices: ["990102"] })).refusal?.code).toBe("MEMBERS_NOT_BELOW");
  const paths = async (changes: object) =>
    (await propose(CITY, { offices: ["990101"], ...changes })).answer.errors[0]?.extensions.fields?.map(
      ({ path }) => path,
    );
  expect(await paths({ endsOn: "2026-02-01" })).toEqual(["input.endsOn"]);
  expect(await paths({ checklist: [] })).toEqual(["input.checklist"]);
  expect(await paths({ checklist: ["一", " "] })).toEqual(["input.checklist.1"]);
  expect(await paths({ checklist: ["电话 13800000000"] })).toEqual(["input.checklist.0"]);
  expect(await paths({ offices: ["990101", "990101"] })).toEqual(["input.offices.1"]);
  expect(await paths({ offices: ["990101001"] })).toEqual(["input.offices.0"]);
  const [own] = (await propose(CITY, { offices: ["990102"] })).items as [Versioned];
  const by = platform.as(CITY);
  const opened = await by.does("moveTierSupervision", { ...own, command: "OPEN" });
  const wrong = async (more: object, findings = rounds["9901"].findings) => {
    const input = { supervisionId: own.id, findingIds: findings.map(({ id }) => id), ...more };
    const { refusal, answer } = await writesNothing(platform, CITY, () => by.tries("linkTierFindings", input));
    return refusal?.code ?? answer.errors[0]?.extensions.fields?.map(({ path }) => path)[0];
  };
  expect(await wrong({ checklistItem: 3 })).toBe("input.checklistItem");
  expect(await wrong({ expiresOn: "2026-01-01" })).toBe("input.expiresOn");
  expect(await wrong({}, rounds["990102"].findings)).toBe("input.findingIds.0");
  expect(await wrong({ supervisionId: rounds["9901"].id })).toBe("input.supervisionId");
  const withdrawn = await by.tries("moveTierSupervision", { ...opened[0], command: "WITHDRAW", note: WHY });
  expect(withdrawn.refusal?.code).toBe("ILLEGAL_TRANSITION");
  const [idle] = (await propose(CITY, { offices: ["990102"] })).items as [Versioned];
  expect(await by.does("moveTierSupervision", { ...idle, command: "WITHDRAW", note: WHY })).toHaveLength(1);
});

test("every saved operation of joint supervision is run here", () => {
  expect(RUN_IN_SUPERVISION.filter((name) => saved.unused.has(name))).toEqual([]);
});
