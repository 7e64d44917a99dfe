import { loadRegions } from "../../schema/regions/tree";
import { type Chapter, tellStory } from "../../scripts/seed/story";
import * as people from "../../scripts/seed/story/people";
import { SAID, SUBSIDIES_CORRECTED, VILLAGE } from "../../scripts/seed/story/texts";
import { type Hands, type Persona, Teller } from "../../scripts/seed/teller";
import type { Caller, MutationName, Versioned } from "../support/caller";
import { dayBefore } from "../support/officeDay";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { REGIONS_DIR } from "../support/runningPlatform";
import { type FedBack, fedBackTo } from "../support/unitSide";

/** Who reads along: all that an office above, another office, a screen and a recused colleague may be. */
const CITY = "city:9901.director";
const PROVINCE = "province:99.director";
const OTHER_CITY = "city:9902.director";
const OTHER_COUNTY = "county:990103.director";
const SCREEN = "county:990101.display";
const STRANGERS = [OTHER_CITY, OTHER_COUNTY, SCREEN];

let platform: TestPlatform;
let story: AsyncGenerator<Chapter, void>;
let told: Chapter;

/** The story's own people open their accounts when they first act. */
class GatewayHands implements Hands {
  private readonly callers = new Map<string, Promise<Caller>>();

  does = async (persona: Persona, mutation: string, input: object, key: string) =>
    (await this.callerOf(persona)).does(mutation as MutationName, input, { key });

  asks = async (persona: Persona, query: string, variables: object) =>
    (await (await this.callerOf(persona)).ask(query, variables)).data;

  private callerOf(persona: Persona): Promise<Caller> {
    const { id, roles, unit } = persona;
    const known = this.callers.get(id) ?? platform.openAccount(id, id.slice("county:".length).slice(0, 6), roles, unit);
    this.callers.set(id, known);
    return known;
  }
}

beforeAll(async () => {
  platform = await borrowPlatform();
  await Promise.all(people.STAFF.map(({ id, roles }) => platform.openAccount(id, people.COUNTY, [...roles])));
  const term = { committee: "一届", ordinal: 1, startsOn: "2021-07-01" };
  const [{ id: termId }] = (await platform.as(people.director.id).does("openTierTerm", term)) as [Versioned];
  const regions = loadRegions(REGIONS_DIR);
  const memory = { recall: () => undefined, keep: async () => {} };
  // the days of a running platform are its own: here everything happens today
  const teller = new Teller("story-test", new GatewayHands(), memory, () => dayBefore(0));
  story = tellStory(teller, termId, (region) => regions.find(region)?.name ?? region);
});

async function goOn(to: Chapter["title"]): Promise<void> {
  const { value } = await story.next();
  expect(value?.title).toBe(to);
  told = value as Chapter;
}

async function ask(person: string, query: string, variables: object = {}) {
  const { data, errors } = await platform.as(person).ask(query, variables);
  expect({ person, errors }).toEqual({ person, errors: [] });
  return data;
}

const FINDINGS = `query Findings($target: ID!) {
  countyFindings(first: 50, filter: { targetId: $target }) { nodes { ordinal title liveStatus basis } } }`;

/** What somebody reads of a target's findings, by their numbers. */
async function seen(person: string, target = told.village): Promise<Record<number, string>> {
  const { countyFindings } = await ask(person, FINDINGS, { target });
  const nodes: { ordinal: number; liveStatus: string }[] = countyFindings.nodes;
  return Object.fromEntries(nodes.map(({ ordinal, liveStatus }) => [ordinal, liveStatus]));
}

async function expectNothingFor(...persons: string[]): Promise<void> {
  for (const person of persons) expect({ person, seen: await seen(person) }).toEqual({ person, seen: {} });
}

/** @returns the status, or NOT_FOUND as of what does not exist */
async function targetSeenBy(person: string, id: string): Promise<string | undefined> {
  const query = "query T($id: ID!) { countyRoundTarget(id: $id) { status } }";
  const { data, errors } = await platform.as(person).ask(query, { id });
  return data.countyRoundTarget?.status ?? errors[0]?.extensions.code;
}

const headOfVillage = () => platform.as(people.unitHead("").id);
const bodyAbove = () => platform.as(people.superiorBody("").id);

/** What somebody of a unit reads of its feedback, by the numbers of the findings. */
async function toldTo(person: Caller, purpose = "FEEDBACK") {
  const feedback = (await fedBackTo(person)).find((each) => each.purpose === purpose) as FedBack;
  const statuses = Object.fromEntries(feedback.findings.nodes.map(({ ordinal, status }) => [ordinal, status]));
  const finding = (ordinal: number) => feedback.findings.nodes.find((each) => each.ordinal === ordinal);
  return { ...feedback, statuses, finding };
}

test("entered: the offices above read the filing, the leader the targets of the appointment, the recused colleague the rest", async () => {
  await goOn("entered");
  const readers = [people.clerk.id, people.director.id, people.leader.id, CITY, PROVINCE];
  for (const person of readers) expect([person, await targetSeenBy(person, told.village)]).toEqual([person, "ENTERED"]);
  expect(await targetSeenBy(people.kin.id, told.village)).toBe("NOT_FOUND");
  expect(await targetSeenBy(people.kin.id, told.township)).toBe("ENTERED");
  for (const stranger of STRANGERS) expect(await targetSeenBy(stranger, told.village)).toBe("NOT_FOUND");
});

test("inspected: the book and the team read what was found and what was put right at once, nobody else", async () => {
  await goOn("inspected");
  const drafts = { 1: "FACTS_EXCHANGED", 2: "FACTS_EXCHANGED", 3: "VERIFIED", 4: "DISMISSED", 5: "TEAM_AGREED" };
  for (const person of [people.director.id, people.leader.id]) expect(await seen(person)).toEqual(drafts);
  await expectNothingFor(people.kin.id, CITY, PROVINCE, ...STRANGERS);
  expect(Object.keys(await seen(people.kin.id, told.township))).toEqual(["1", "2"]);
  const action = `query A($id: ID!) { countyRoundTarget(id: $id) { immediateActions { nodes { kind status
    recovered { amount qualifier } householdsHelped { count } findings { ordinal } } } } }`;
  const { countyRoundTarget } = await ask(people.director.id, action, { id: told.village });
  expect(countyRoundTarget.immediateActions.nodes).toEqual([
    {
      kind: "RECTIFY_AT_ONCE",
      status: "CONFIRMED",
      recovered: { amount: "720.00", qualifier: "EXACT" },
      householdsHelped: { count: 12 },
      findings: [{ ordinal: 3 }],
    },
  ]);
});

test("heard: the team has handed over, and its leader reads nothing any more", async () => {
  await goOn("heard");
  expect(await targetSeenBy(people.director.id, told.village)).toBe("HEARD");
  await expectNothingFor(people.leader.id, people.kin.id, CITY, PROVINCE, ...STRANGERS);
  expect(await targetSeenBy(people.leader.id, told.village)).toBe("NOT_FOUND");
});

test("submitted: the city and the province read what was heard, and not what was dismissed", async () => {
  await goOn("submitted");
  const reported = { 1: "REPORTED", 2: "REPORTED", 3: "VERIFIED", 5: "REPORTED" };
  for (const superior of [CITY, PROVINCE]) expect(await seen(superior)).toEqual(reported);
  await expectNothingFor(people.leader.id, people.kin.id, ...STRANGERS);
});

test("fed back: the village is told what concerns it, the township also what concerns the village's head", async () => {
  await goOn("fed back");
  expect(await toldTo(headOfVillage())).toMatchObject({
    status: "ACKNOWLEDGED",
    statuses: { 1: "RECTIFYING", 2: "RECTIFYING", 3: "VERIFIED" },
  });
  expect((await toldTo(bodyAbove(), "FEEDBACK_COPY")).statuses).toMatchObject({ 1: "RECTIFYING", 5: "RECTIFYING" });
  expect(await targetSeenBy(headOfVillage().person, told.village)).toBe("NOT_FOUND");
  await expectNothingFor(headOfVillage().person, bodyAbove().person);
});

test("objected: one finding stays as it was, the other has a new text, which everybody it was disclosed to reads", async () => {
  await goOn("objected");
  const { finding } = await toldTo(headOfVillage());
  expect(finding(1)).toMatchObject({
    status: "RECTIFYING",
    title: VILLAGE.contracts.title,
    objections: [{ text: SAID.objection, decision: "UPHELD", reason: SAID.upheld }],
  });
  expect(finding(2)).toMatchObject({ title: SUBSIDIES_CORRECTED.title, objections: [{ decision: "CORRECTED" }] });
  expect((await toldTo(bodyAbove(), "FEEDBACK_COPY")).finding(2)).toMatchObject({
    title: SUBSIDIES_CORRECTED.title,
    objections: [],
  });
  // what was submitted is a version, and stays what it was
  const { countyFindings } = await ask(PROVINCE, FINDINGS, { target: told.village });
  const published: { ordinal: number; title: string; basis: string }[] = countyFindings.nodes;
  expect(published.find(({ ordinal }) => ordinal === 2)).toMatchObject({
    title: VILLAGE.subsidies.title,
    basis: "PUBLISHED",
  });
});

test("planned: the unit's plan is reviewed, and both read it", async () => {
  await goOn("planned");
  expect((await toldTo(headOfVillage())).rectification).toMatchObject({ status: "CONCENTRATED", plan: SAID.plan });
  const query = "query R($id: ID!) { countyRoundTarget(id: $id) { rectification { status measures { text } } } }";
  const { countyRoundTarget } = await ask(people.director.id, query, { id: told.village });
  expect(countyRoundTarget.rectification).toMatchObject({ status: "CONCENTRATED" });
  expect(countyRoundTarget.rectification.measures).toHaveLength(2);
});

test("returned: the unit reads why its claim came back, and may claim again", async () => {
  await goOn("returned");
  expect((await toldTo(headOfVillage())).finding(1)).toMatchObject({
    status: "RECTIFYING",
    reason: SAID.returned,
    answers: expect.arrayContaining(["CLAIM"]),
  });
});

test("claimed: what was proved is closed by the office, and the province reads it as it is now", async () => {
  await goOn("claimed");
  const closed = { 1: "CLOSED", 2: "CLOSED", 3: "CLOSED", 5: "CLOSED" };
  for (const superior of [CITY, PROVINCE]) expect(await seen(superior)).toEqual(closed);
  expect((await toldTo(headOfVillage())).statuses).toEqual({ 1: "CLOSED", 2: "CLOSED", 3: "CLOSED" });
});

test("archived: every party has signed, the round is closed, and its second version stands above", async () => {
  await goOn("archived");
  const query = `query R($id: ID!) { countyRoundTarget(id: $id) { status round { status } publications { version }
    rectification { status evaluation review { role signedBy } } } }`;
  const { countyRoundTarget } = await ask(people.director.id, query, { id: told.village });
  const { rectification, publications, ...rest } = countyRoundTarget;
  expect(rest).toEqual({ status: "ARCHIVED", round: { status: "CLOSED" } });
  expect(rectification).toMatchObject({ status: "COMPLETED", evaluation: "QUALIFIED" });
  expect(new Set(rectification.review.map(({ signedBy }: { signedBy: string }) => signedBy)).size).toBe(4);
  expect(publications.map(({ version }: { version: number }) => version).sort()).toEqual([1, 2]);
  const figures = '{ region(code: "990101") { countyFigures { total rectified longTerm open } } }';
  const expected = { total: 6, rectified: 5, longTerm: 1, open: 0 };
  for (const person of [people.kin.id, SCREEN, CITY, PROVINCE]) {
    // regional totals are the same for everyone, so that no difference betrays a recusal
    expect((await ask(person, figures)).region.countyFigures).toEqual(expected);
  }
});

test("looked back: what has relapsed is open again for everybody who had read that it was closed", async () => {
  await goOn("looked back");
  const query =
    "query L($id: ID!) { countyRoundTarget(id: $id) { status verdicts { verdict status finding { ordinal } } } }";
  const { countyRoundTarget } = await ask(people.director.id, query, { id: told.lookBack });
  const verdicts: { verdict: string; finding: { ordinal: number } }[] = countyRoundTarget.verdicts;
  expect(Object.fromEntries(verdicts.map(({ verdict, finding }) => [finding.ordinal, verdict]))).toEqual({
    1: "DONE",
    2: "RELAPSED",
    3: "DONE",
    5: "PARTLY",
  });
  const reopened = { 1: "CLOSED", 2: "REOPENED", 3: "CLOSED", 5: "CLOSED" };
  for (const superior of [CITY, PROVINCE]) expect(await seen(superior)).toEqual(reopened);
  expect((await toldTo(headOfVillage())).finding(2)?.status).toBe("REOPENED");
  await expectNothingFor(people.leader.id, people.kin.id, ...STRANGERS);
});

test("returned again: the unit reads what is still missing, and the province that it is in rectification", async () => {
  await goOn("returned again");
  expect((await toldTo(headOfVillage())).finding(2)).toMatchObject({
    status: "RECTIFYING",
    reason: SAID.returnedThird,
    answers: expect.arrayContaining(["CLAIM"]),
  });
  for (const superior of [CITY, PROVINCE]) expect((await seen(superior))[2]).toBe("RECTIFYING");
  expect((await story.next()).done).toBe(true);
});
