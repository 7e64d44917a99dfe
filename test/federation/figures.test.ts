import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FIGURE_DEFINITIONS } from "../../subgraphs/domain/figures/definitions";
import { aRound, type BuiltRound, moveTargets, toldOnTheDay } from "../support/builders";
import type { Caller } from "../support/caller";
import { dayBefore, today } from "../support/officeDay";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { until } from "../support/until";
import { few } from "../support/whole";

const FOLDER = join(__dirname, "../../../schema/operations");
const saved = (file: string) => readFileSync(join(FOLDER, `${file}.graphql`), "utf8");

let platform: TestPlatform;
let province: Caller;
let city: Caller;
let submitted: BuiltRound;
let heard: BuiltRound;
beforeAll(async () => {
  platform = await borrowPlatform();
  [province, city] = [platform.as("province:99.director"), platform.as("city:9901.director")];
  submitted = await aRound("990101").withTargets(2).withFindings(2).until("RECTIFYING").submitted().on(platform);
  heard = await aRound("990102").withFindings(3).until("HEARD").on(platform);
  await aRound("9902").withFindings(1).until("RECTIFYING").submitted().on(platform);
  await platform.sql("county", "update office set enrolment = 'NOT_ENROLLED' where code = '990201'");
  await platform.sql("county", "update office set enrolment = 'ON_PAPER' where code = '990103'");
});

async function ask(caller: Caller, file: string, variables: object, operationName?: string) {
  const authorization = `Bearer ${await platform.issuer.tokenOf(caller.person)}`;
  const body = JSON.stringify({ query: saved(file), operationName, variables });
  const { data, errors } = await platform.post(body, { authorization });
  expect(errors).toEqual([]);
  return data;
}

const daysSince = (day: string) => (Date.parse(today()) - Date.parse(day)) / 86_400_000;

describe("the overview of a province", () => {
  test("counts each tier apart, with its children, and says how much of it is known", async () => {
    const { region } = await ask(province, "Q01-overview", { region: "99" }, "Overview");
    expect(region.provinceFigures).toMatchObject({ total: 0, overdue: 0, closureRate: null });
    expect(region.cityFigures).toMatchObject({ total: 1, open: 1, overdue: 1, synthetic: true });
    expect(region.countyFigures).toMatchObject({ total: 4, open: 4, overdue: 4, closureRate: 0, roundsRunning: 2 });
    const [first, second] = region.children;
    expect(first).toMatchObject({ code: "9901", cityFigures: { total: 0 }, countyFigures: { total: 4, overdue: 4 } });
    expect(second).toMatchObject({ code: "9902", cityFigures: { total: 1 }, countyFigures: { total: 0 } });
  });

  test("shows a county that never submits, one not enrolled and one on paper as what they are, never as zero", async () => {
    const { region } = await ask(province, "Q01-overview", { region: "99" }, "Overview");
    const { completeness } = region.countyFigures;
    expect(completeness).toMatchObject({ notEnrolled: 1, onPaper: 1, late: 1, expected: 3, received: 2 });
    const { enrolled, notEnrolled, onPaper, silent } = completeness;
    const [{ count } = { count: 0 }] = await platform.sql<{ count: number }>(
      "county",
      "select count(*)::int from office where code like '99%'",
    );
    expect(enrolled + notEnrolled + onPaper).toBe(count);
    expect(silent).toBe(count - 3);
    expect(region.children[0].cityFigures.completeness).toMatchObject({ enrolled: 1, silent: 1, received: 0 });
  });

  test("keeps units without data in the denominator of the coverage, and counts a unit once", async () => {
    const { region } = await ask(province, "Q01-overview", { region: "990101" }, "Overview");
    expect(region.countyFigures.coverage).toEqual({ due: 2, inspected: 2, rate: 1 });
    await platform.sql(
      "county",
      `insert into unit (id, office, code, name, kind, region, valid_from, synthetic, registered_at)
       values ('county:never', '990101', 'never', '虚构单位', 'VILLAGE', '990101001001', '2021-07-01', true, now())`,
    );
    const again = await ask(province, "Q01-overview", { region: "990101" }, "Overview");
    expect(again.region.countyFigures.coverage).toEqual({ due: 3, inspected: 2, rate: 2 / 3 });
  });

  test("explains each figure in both languages, and spreads it over focuses and categories", async () => {
    const { region } = await ask(province, "Q01-overview", { region: "990101" }, "FiguresExplained");
    const { definitions, byFocus, byCategory, rounds, units, longestOverdueDays, reconciliation } =
      region.countyFigures;
    expect(definitions.map(({ name }: { name: string }) => name)).toEqual(Object.keys(FIGURE_DEFINITIONS));
    expect(byFocus).toEqual([{ code: "GRASSROOTS_POLICY", total: 4, open: 4, closureRate: 0 }]);
    expect(byCategory).toMatchObject([{ code: "工程项目", total: 4 }]);
    expect({ rounds, units, reconciliation }).toEqual({ rounds: 1, units: 2, reconciliation: null });
    // fed back on 6 May: 90 days end on 4 August
    expect(longestOverdueDays).toBe(daysSince("2026-08-04"));
    const village = await ask(province, "Q01-overview", { region: "990101001001" }, "FiguresExplained");
    expect(village.region.countyFigures).toMatchObject({ total: 4, byFocus: null, byCategory: null });
  });
});

test("a focus is listed in all tiers with one request", async () => {
  const data = await ask(province, "Q02-findings-by-topic", { filter: { focus: "GRASSROOTS_POLICY" } });
  expect(data.countyFindings.nodes).toHaveLength(4);
  expect(data.cityFindings.nodes).toMatchObject([{ basis: "PUBLISHED", focus: "GRASSROOTS_POLICY" }]);
  expect(data.provinceFindings.nodes).toEqual([]);
  const other = await ask(province, "Q02-findings-by-topic", { filter: { category: "村集体“三资”" } });
  expect([other.cityFindings.nodes, other.countyFindings.nodes]).toEqual([[], []]);
});

test("what is overdue is ranked by office, and a claim that waits too long is the office's own", async () => {
  const [first] = submitted.findings;
  const claimed = await submitted.clerk.does("moveTierFindings", {
    findings: [first],
    command: "CLAIM",
    note: "佐证（虚构）",
  });
  Object.assign(first as object, claimed[0]);
  const ranked = await ask(province, "Q04-overdue", { region: "99" });
  expect(ranked.countyOverdueOffices.nodes).toEqual([
    {
      office: { code: "990101", name: "示例天区委巡察办" },
      overdue: 3,
      overdueReviews: 0,
      longestOverdueDays: daysSince("2026-08-04"),
    },
  ]);
  expect(ranked.cityOverdueOffices.nodes).toMatchObject([{ office: { code: "9902" }, overdue: 1 }]);
  await platform.sql(
    "county",
    "update finding_cell set status_at = '2026-06-01T00:00:00Z' where status = 'CLAIMED_DONE'",
  );
  const later = await ask(province, "Q04-overdue", { region: "9901" });
  expect(later.countyOverdueOffices.nodes).toMatchObject([{ overdue: 4, overdueReviews: 1 }]);
});

test("a policy that gives an office more days takes its findings out of what is overdue, whenever it is set", async () => {
  const before = await ask(city, "Q04-overdue", { region: "9901" });
  await platform.sql(
    "county",
    `insert into deadline_policy (id, office, clock, days, unit, warning_days, valid_from, source)
     values ('own', '990101', 'CONCENTRATED_RECTIFICATION', 1000, 'CALENDAR', 1, '2026-05-06', '虚构')`,
  );
  const after = await ask(city, "Q04-overdue", { region: "9901" });
  await platform.sql("county", "delete from deadline_policy where id = 'own'");
  expect(before.countyOverdueOffices.nodes).toMatchObject([{ overdue: 4 }]);
  expect(after.countyOverdueOffices.nodes).toMatchObject([{ overdue: 1, overdueReviews: 1 }]);
});

test("offices that are silent or late are listed, the longest wait first", async () => {
  const data = await ask(province, "Q11-silent-offices", { region: "9901" }, "OfficesWithGaps");
  const [late, ...others] = data.countyOfficeSlices.nodes;
  expect(late).toEqual({
    office: { code: "990102", name: "示例地县委巡察办", enrolment: "ENROLLED" },
    gaps: ["LATE"],
    filedRounds: 1,
    lastFiledOn: today(),
    expected: 1,
    received: 0,
    waitingSince: "2026-04-28",
    longestWaitDays: daysSince("2026-04-28"),
  });
  expect(others).toContainEqual(
    expect.objectContaining({ office: expect.objectContaining({ code: "990103" }), gaps: ["ON_PAPER", "SILENT"] }),
  );
  expect(others.map(({ office }: { office: { code: string } }) => office.code)).not.toContain("990101");
  await heard.director.does("submitTierPublications", { targetIds: heard.targets.map(({ id }) => id) });
  const again = await ask(province, "Q11-silent-offices", { region: "9901", gaps: ["LATE"] }, "OfficesWithGaps");
  expect(again.countyOfficeSlices.nodes).toEqual([]);
});

test("a round is held against the one before it, by those above with what was submitted", async () => {
  await aRound("990101").withFindings(3).until("HEARD").on(platform);
  const query = [submitted.director, province].map((caller) =>
    ask(caller, "Q12-against-the-last", { office: "990101" }, "CountyRoundAgainstLast"),
  );
  const [own, above] = await Promise.all(query);
  expect(own.countyOffice.rounds.nodes).toMatchObject([
    { figures: { total: 3, notSubmitted: 3 }, previous: { figures: { total: 4, notSubmitted: 0 } } },
  ]);
  expect(own.countyOffice.terms).toMatchObject([
    { figures: { total: 7 }, coverage: { due: 4, inspected: 3, upgraded: 0 } },
  ]);
  expect(above.countyOffice.rounds.nodes).toMatchObject([
    { figures: { total: 0 }, previous: { figures: { total: 4 } } },
  ]);
  expect(above.countyOffice.terms).toMatchObject([{ figures: { total: 4, closureRate: 0 } }]);
  const other = await ask(
    platform.as("county:990102.director"),
    "Q12-against-the-last",
    { office: "990101" },
    "CountyRoundAgainstLast",
  );
  expect(other.countyOffice).toMatchObject({ rounds: { nodes: [] }, terms: [{ figures: null, coverage: null }] });
});

describe("a city", () => {
  test("has the overview of its own, and another city answers as if there were nothing to count", async () => {
    const own = await ask(city, "Q13-own-city", { city: "9901" });
    expect(own.region).toMatchObject({ name: "示例甲市", cityFigures: { total: 0 }, countyFigures: { total: 7 } });
    expect(own.region.children[0]).toMatchObject({ code: "990101", countyFigures: { total: 4 } });
    const other = await ask(city, "Q13-own-city", { city: "9902" });
    expect(other.region).toMatchObject({ name: "示例乙市", cityFigures: null, countyFigures: null });
    expect(other.region.children.map((child: { countyFigures: unknown }) => child.countyFigures)).toEqual(
      other.region.children.map(() => null),
    );
    const lists = await ask(city, "Q04-overdue", { region: "99" });
    expect(lists).toEqual({ provinceOverdueOffices: null, cityOverdueOffices: null, countyOverdueOffices: null });
  });

  test("counts nothing of what the province has found with it: null, and no zero", async () => {
    const { data } = await city.ask(`{ region(code: "9901") { provinceFigures { total } cityFigures { total } } }`);
    expect(data.region).toEqual({ provinceFigures: null, cityFigures: { total: 0 } });
  });
});

test("a wall screen reads figures, what is overdue and how complete they are; a recused person the same totals", async () => {
  const query = `{ region(code: "990101") { countyFigures { total overdue rounds completeness { received } coverage { due } } } }`;
  const answers = await Promise.all(
    ["display", "director"].map((post) => platform.as(`county:990101.${post}`).ask(query)),
  );
  expect(answers[0]?.data).toEqual(answers[1]?.data);
  const recusal = { accountId: "county:990101.clerk", kind: "KIN", scope: "ROUND", subject: submitted.id };
  await submitted.clerk.does("declareTierRecusal", recusal);
  const round = "query ($id: ID!) { countyRound(id: $id) { id } }";
  await until(
    "the recusal binds",
    async () => (await submitted.clerk.ask(round, { id: submitted.id })).data.countyRound === null,
  );
  const { data } = await submitted.clerk.ask(query);
  expect(data).toEqual(answers[0]?.data);
});

test("a wall screen counts no township and no village, where a figure would be of one unit", async () => {
  const query = `query ($region: ID!) { region(code: $region) { countyFigures { total } }
    countyOfficeSlices(region: $region) { nodes { expected } } countyOverdueOffices(region: $region) { nodes { overdue } } }`;
  const seen = async (post: string, region: string) => {
    const { data } = await platform.as(`county:990101.${post}`).ask(query, { region });
    return [data.region.countyFigures, data.countyOfficeSlices, data.countyOverdueOffices].map((each) => each !== null);
  };
  for (const region of ["990101001", "990101001001"]) {
    expect(await seen("display", region)).toEqual([false, false, false]);
    expect(await seen("director", region)).toEqual([true, true, true]);
  }
  expect(await seen("display", "990101")).toEqual([true, true, true]);
});

test("a village and a township count nothing for whoever is recused from what lies there, and the county all", async () => {
  const query = `{ county: region(code: "990101") { countyFigures { total } } village: region(code: "990101001001") { countyFigures { total } }
    township: region(code: "990101001") { countyFigures { total } } }`;
  const seen = async (caller: Caller) => (await caller.ask(query)).data;
  for (const [name, scope, subject] of few(1, [
    ["of-unit", "UNIT", submitted.units[0]?.id],
    ["of-finding", "FINDING", submitted.findings[0]?.id],
    ["of-round", "ROUND", submitted.id],
    ["of-region", "REGION", "990101001001"],
  ] as const)) {
    const kin = await platform.openAccount(`county:990101.${name}`, "990101", ["CLERK"]);
    const before = await seen(kin);
    expect(before.village.countyFigures.total).toBeGreaterThan(0);
    await kin.does("declareTierRecusal", { accountId: kin.person, kind: "KIN", scope, subject });
    await until("the recusal binds", async () => (await seen(kin)).village.countyFigures === null);
    expect(await seen(kin)).toEqual({ ...before, village: { countyFigures: null }, township: { countyFigures: null } });
  }
});

describe("the dossier of a unit", () => {
  let again: BuiltRound;
  const unit = () => submitted.units[0]?.id as string;
  const inspections = async (caller: Caller) =>
    (await ask(caller, "Q05-unit-dossier", { id: unit() })).unit.countyInspections;
  beforeAll(async () => {
    again = await aRound("990101").of([unit()]).withFindings(1).until("HEARD").submitted().on(platform);
    // no step goes back in time: the trigger that says so rests meanwhile
    await platform.sql("county", "alter table round_target disable trigger kept");
    for (const [table, id] of [
      ["round_target", "id"],
      ["inspection", "target_id"],
    ]) {
      const earlier = `update ${table} set entered_on = '2025-03-10' where ${id} = $1`;
      await platform.sql("county", earlier, [submitted.targets[0]?.id]);
    }
    await platform.sql("county", "alter table round_target enable trigger kept");
  });

  test("says who came when, what was found each time, and what had been found before", async () => {
    const [latest, first] = await inspections(province);
    expect(latest).toMatchObject({
      office: { name: "示例天区委巡察办" },
      figures: { total: 1, open: 1 },
      categories: [{ category: "工程项目", total: 1, returned: true }],
    });
    expect(first).toMatchObject({ figures: { total: 2 }, categories: [{ total: 2, returned: false }] });
  });

  test("counts nothing for whoever is recused from one of its findings, and hides the unit from whoever is recused from it", async () => {
    const clerk = await platform.openAccount("county:990101.second", "990101", ["CLERK"]);
    const [hidden] = again.findings;
    await again.director.does("declareTierRecusal", {
      accountId: clerk.person,
      kind: "KIN",
      scope: "FINDING",
      subject: hidden?.id,
    });
    await until("the recusal binds", async () => (await inspections(clerk))[0]?.figures === null);
    expect(await inspections(clerk)).toMatchObject([{ figures: null, categories: null }, { figures: { total: 2 } }]);
    const rounds = await clerk.ask(`query ($id: ID!) { countyRound(id: $id) { figures { total } } }`, { id: again.id });
    expect(rounds.data.countyRound).toEqual({ figures: null });
    await clerk.does("declareTierRecusal", { accountId: clerk.person, kind: "KIN", scope: "UNIT", subject: unit() });
    await until("the recusal binds", async () => (await inspections(clerk)).length === 0);
  });

  test("says nothing of what was found to the offices beside", async () => {
    expect(await inspections(platform.as("county:990102.director"))).toEqual([]);
  });
});

test("units that nobody has entered in this term are listed against the plan, without those from which one is recused", async () => {
  const planned = await aRound("990102").until("AUTHORISED").on(platform);
  const names = async (caller: Caller) => {
    const { countyUnitsNotInspected } = await ask(
      caller,
      "Q06-never-inspected",
      { region: "990102" },
      "NeverInspected",
    );
    return countyUnitsNotInspected?.nodes.map((node: { id: string; planned: boolean }) => [node.id, node.planned]);
  };
  const unit = planned.units[0]?.id as string;
  expect(await names(province)).toEqual([[unit, true]]);
  expect(await names(platform.as("city:9902.director"))).toBeUndefined();
  expect(await names(platform.as("county:990102.display"))).toBeUndefined();
  const { clerk } = planned;
  await clerk.does("declareTierRecusal", { accountId: clerk.person, kind: "KIN", scope: "UNIT", subject: unit });
  await until("the recusal binds", async () => (await names(clerk)).length === 0);
});

test("what several counties have in common is a topic to propose, before and after a fold", async () => {
  const topics = async () => (await ask(city, "Q15-common-topics", { region: "9901" })).countyCommonTopics.nodes;
  const before = await topics();
  expect(before).toMatchObject([
    { code: "工程项目", counties: [{ region: { code: "990101" } }, { region: { code: "990102" } }] },
  ]);
  const [{ total, counties }] = before;
  expect(counties.reduce((sum: number, county: { total: number }) => sum + county.total, 0)).toBe(total);
  await platform.sql("county", "select fold_figures()");
  expect(await topics()).toEqual(before);
  const { countyCommonTopics } = await ask(city, "Q15-common-topics", { region: "9901", atLeast: 3 });
  expect(countyCommonTopics.nodes).toEqual([]);
  expect((await ask(city, "Q15-common-topics", { region: "9902" })).countyCommonTopics).toBeNull();
});

test("what is overdue is the same in the deadlines, in the ranking and in the figures, from the day on which the unit was told", async () => {
  const round = await aRound("990102").withFindings(3).until("HEARD").on(platform);
  const { director } = round;
  await moveTargets(round, "FEED_BACK", "2026-05-06");
  await moveTargets(round, "START_RECTIFICATION", "2026-05-12");
  const DUE = `query($day: Date!) { countyDeadlines(first: 50, filter: { dueBefore: $day, clock: [CONCENTRATED_RECTIFICATION] }) {
    nodes { startedOn dueOn colour target { id } } } }`;
  const COLOURED = `red: countyFindings(filter: { colour: [RED] }) { nodes { id } }
    yellow: countyFindings(filter: { colour: [YELLOW] }) { nodes { id } }`;
  const look = async () => {
    const due = await director.ask(DUE, { day: "2999-01-01" });
    const [deadline] = due.data.countyDeadlines.nodes;
    const { countyOverdueOffices: offices } = await ask(director, "Q04-overdue", { region: "990102" });
    const { data } = await director.ask(
      `{ region(code: "990102") { countyFigures { overdue dueSoon longestOverdueDays } } ${COLOURED} }`,
    );
    const { overdue, dueSoon, longestOverdueDays } = data.region.countyFigures;
    const rows = { red: data.red.nodes.length, yellow: data.yellow.nodes.length };
    const { startedOn, colour, dueOn } = deadline;
    return {
      deadline: { startedOn, colour },
      dueOn,
      ranked: offices.nodes[0],
      overdue,
      dueSoon,
      rows,
      longestOverdueDays,
    };
  };
  // entered today with a day of last spring: nothing is overdue for a unit that hears of it now
  const told = await look();
  expect(told).toMatchObject({
    deadline: { startedOn: today(), colour: "GREEN" },
    overdue: 0,
    dueSoon: 0,
    rows: { red: 0, yellow: 0 },
  });
  expect([told.ranked, told.longestOverdueDays]).toEqual([undefined, null]);
  // told so that the last day is tomorrow: it is due soon for the office itself, and for nobody above, who was told nothing
  const target = round.targets[0]?.id;
  const issuedAt = `${dayBefore(89)}T00:00:00+08:00`;
  await platform.sql("county", "update disclosure set issued_at = $2 where target_id = $1", [target, issuedAt]);
  expect(await look()).toMatchObject({
    deadline: { colour: "YELLOW" },
    overdue: 0,
    dueSoon: 3,
    rows: { red: 0, yellow: 3 },
  });
  const above = await ask(city, "Q04-alerts", { region: "990102" });
  expect(above.region.countyFigures).toMatchObject({ overdue: 0, dueSoon: 0, completeness: { enrolled: 1 } });
  await round.director.does("submitTierPublications", { targetIds: [target] });
  const submitted = await ask(city, "Q04-alerts", { region: "990102" });
  expect(submitted.region.countyFigures).toMatchObject({ overdue: 0, dueSoon: 3 });
  const rowsFor = async (caller: Caller) => {
    const { data } = await caller.ask(`{ ${COLOURED.replaceAll("colour:", 'region: "990102", colour:')} }`);
    return [data.red.nodes.length, data.yellow.nodes.length];
  };
  expect(await rowsFor(city)).toEqual([0, 3]);
  expect(await rowsFor(province)).toEqual([0, 3]);
  expect(await rowsFor(platform.as("city:9902.director"))).toEqual([0, 0]);
  await toldOnTheDay(platform, round, "COUNTY");
  const late = await look();
  const days = daysSince(late.dueOn);
  expect(late).toMatchObject({
    deadline: { startedOn: "2026-05-06", colour: "RED" },
    overdue: 3,
    dueSoon: 0,
    rows: { red: 3, yellow: 0 },
    longestOverdueDays: days,
  });
  expect(late.ranked).toMatchObject({ office: { code: "990102" }, overdue: 3, longestOverdueDays: days });
});
