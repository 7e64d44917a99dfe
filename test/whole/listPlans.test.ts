import { Client, escapeLiteral } from "pg";
import type { DataSource } from "typeorm";
import type { Standing } from "../../schema/contract/standing";
import { nodesOf, type PlanNode, rowsTouched } from "../../scripts/bench/overview/plan";
import type { AlertColour } from "../../subgraphs/domain/deadline/deadline";
import { createTierDataSource } from "../../subgraphs/storage/dataSource";
import type { Db, PlannedEachTime } from "../../subgraphs/storage/db";
import { findAlertsOfTargets } from "../../subgraphs/storage/deadline/alert.repository";
import type { ColourSpan } from "../../subgraphs/storage/deadline/colourSpan.repository";
import {
  findClaimReviews,
  findDeadlinesOfDisclosures,
  findDeadlinesOfTargets,
  findRunningDeadlines,
} from "../../subgraphs/storage/deadline/deadline.repository";
import { findDisclosures } from "../../subgraphs/storage/disclosure/disclosure.repository";
import { findOfficeSlices } from "../../subgraphs/storage/figures/completeness.repository";
import {
  coverRegions,
  coverTerms,
  findPlannedUnits,
  findUnitsNotInspected,
} from "../../subgraphs/storage/figures/coverage.repository";
import { countInspectionTopics } from "../../subgraphs/storage/figures/dossier.repository";
import { countFigures, countSpread, countTopics } from "../../subgraphs/storage/figures/figures.repository";
import { countDueSoon, countOverdue, rankOverdueOffices } from "../../subgraphs/storage/figures/overdue.repository";
import { countRounds, countTerms } from "../../subgraphs/storage/figures/rounds.repository";
import { findCommonTopics } from "../../subgraphs/storage/figures/sharedTopics.repository";
import { findFindings, findFindingsById, findFindingsOf } from "../../subgraphs/storage/finding/finding.repository";
import { findSorted } from "../../subgraphs/storage/finding/sorted.repository";
import { countImmediateActions } from "../../subgraphs/storage/immediateAction/figures.repository";
import {
  findImmediateActions,
  findImmediateActionsById,
  findImmediateActionsOfFindings,
  findImmediateActionsOfTargets,
} from "../../subgraphs/storage/immediateAction/immediateAction.repository";
import { findInspectionsOfUnits } from "../../subgraphs/storage/inspection/inspection.repository";
import { findObligations } from "../../subgraphs/storage/obligation/obligation.repository";
import { findOrders, findOrdersById } from "../../subgraphs/storage/order/order.repository";
import {
  findPublications,
  findPublicationsById,
  findPublicationsOfTargets,
} from "../../subgraphs/storage/publication/publication.repository";
import {
  findRectifications,
  findRectificationsByDue,
} from "../../subgraphs/storage/rectification/rectification.repository";
import { findReceivedReleases } from "../../subgraphs/storage/release/received.repository";
import { findReleases } from "../../subgraphs/storage/release/release.repository";
import { findRoundsOfOffices } from "../../subgraphs/storage/round/round.repository";
import { searchFindings } from "../../subgraphs/storage/search/finding.search";
import { searchUnits } from "../../subgraphs/storage/search/unit.search";
import { Session } from "../../subgraphs/storage/session";
import { findAppointmentsOfTargets } from "../../subgraphs/storage/target/appointment.repository";
import { findTargets, findTargetsById, findTargetsOfRounds } from "../../subgraphs/storage/target/target.repository";
import { createTierDatabase, type TierDatabase } from "../support/database";
import { FINDINGS, loadManyFindings } from "./manyFindings";

/** What a scan of it would cost is felt. */
const BIG = [
  "finding",
  "published_finding",
  "finding_cell",
  "publication",
  "round_target",
  "obligation",
  "office_order",
  "alert",
  "inspection",
  "immediate_action",
  "immediate_action_cell",
  "finding_words",
  "published_finding_words",
  "unit_words",
  "disclosure",
  "release",
  "release_grantee",
  "received_release",
  "rectification",
  "inspection_cell",
  "unit",
  "figure_region",
  "figure_topic",
  "figure_due",
  "figure_target",
  "account",
  "figure_cover",
  "figure_cover_unit",
];
/** What a county has, of the sums of 128. */
const HANDFUL = 500;
/** No list may touch more than what a city has, of the 300,000 of the province. */
const TOUCHED_AT_MOST = 20_000;
const NEXT_TO_NOTHING = 100;
const TODAY = "2024-06-10";

let database: TierDatabase;
let runtime: DataSource;

beforeAll(async () => {
  database = await createTierDatabase("COUNTY", "AS_IN_A_TIER");
  await loadManyFindings(database);
  runtime = createTierDataSource(database.urls.subgraph);
  await runtime.initialize();
});
afterAll(async () => {
  await runtime?.destroy();
  await database.dispose();
});

const standing = (office: string, part: Partial<Standing> = {}): Standing => {
  return {
    person: "county:somebody",
    tier: "COUNTY",
    office,
    roles: ["DIRECTOR"],
    recusals: [],
    rightsEpoch: 1,
    ...part,
  };
};
const readers: [string, Standing][] = [
  ["the owning county", standing("990304")],
  ["its city", standing("9903")],
  ["its province", standing("99")],
  ["a member of a team from elsewhere", standing("990504", { person: "county:member", roles: [] })],
];
const unitReaders: [string, Standing][] = [
  ["the head of a unit", standing("990304", { roles: ["UNIT_HEAD"], unit: "county:unit-990304-3" })],
  [
    "the body above all units of a county",
    standing("990304", { roles: ["SUPERIOR_BODY"], unit: "county:above-990304" }),
  ],
];
const strangers: [string, Standing][] = [
  ["an administrator", standing("990304", { roles: ["SYSTEM_ADMIN"] })],
  ["an office of another province", standing("98")],
  ["a director who is recused from the whole of the own region", standing("99", wholly("99"))],
  ["a county's director who is recused from the own county", standing("990304", wholly("990304"))],
];
function wholly(region: string): Partial<Standing> {
  return { recusals: [{ scope: "REGION", subject: region }] };
}

const page = { first: 20 };
const after = { at: "2025-06-01T00:00:00.000000Z", id: "county:m" };
const targets = ["county:target-990304-3", "county:target-990304-4"];
const rounds = ["county:round-990304"];
/** On the 10th of June, by the days that offices usually give. */
const SPANS: Record<AlertColour, ColourSpan[]> = {
  RED: [
    { clock: "CONCENTRATED_RECTIFICATION", since: "2000-01-01", before: "2024-03-12" },
    { clock: "REVIEW_OF_CLAIM", since: "2000-01-01", before: "2024-05-21" },
  ],
  YELLOW: [
    { clock: "CONCENTRATED_RECTIFICATION", since: "2024-03-12", before: "2024-03-28" },
    { clock: "REVIEW_OF_CLAIM", since: "2024-05-21", before: "2024-05-24" },
  ],
};
const inColour = (colour: AlertColour) => ({ coloured: { colours: [colour], on: TODAY, spans: SPANS[colour] } });
const lists: [string, (db: Db, office: string) => Promise<unknown>][] = [
  ["findings", (db, office) => findFindings(db, office, {}, page)],
  ["findings from a cursor on", (db, office) => findFindings(db, office, {}, { first: 20, after })],
  ["findings of a city", (db, office) => findFindings(db, office, { region: "9903" }, page)],
  ["findings of a county", (db, office) => findFindings(db, office, { region: "990304" }, page)],
  ["findings of a village", (db, office) => findFindings(db, office, { region: "990304001002" }, page)],
  ["findings of a category", (db, office) => findFindings(db, office, { category: ["VILLAGE_ASSETS"] }, page)],
  ["findings of a focus", (db, office) => findFindings(db, office, { focus: ["GRASSROOTS_POLICY"] }, page)],
  ["findings by live status", (db, office) => findFindings(db, office, { liveStatus: ["RECTIFYING"] }, page)],
  [
    "findings of a city by live status",
    (db, office) => findFindings(db, office, { region: "9903", liveStatus: ["RECTIFYING", "OBJECTED"] }, page),
  ],
  [
    "findings of a county by live status and category",
    (db, office) =>
      findFindings(db, office, { region: "990304", liveStatus: ["CLOSED"], category: ["VILLAGE_ASSETS"] }, page),
  ],
  ["findings that are overdue", (db, office) => findFindings(db, office, inColour("RED"), page)],
  [
    "findings of a city that are overdue",
    (db, office) => findFindings(db, office, { ...inColour("RED"), region: "9903" }, page),
  ],
  ["findings that are due soon", (db, office) => findFindings(db, office, inColour("YELLOW"), page)],
  ["findings of one round", (db, office) => findFindings(db, office, { roundId: rounds[0] }, page)],
  ["findings of one target", (db, office) => findFindings(db, office, { targetId: targets[0] }, page)],
  ["findings of one unit", (db, office) => findFindings(db, office, { unitId: "county:unit-990304-3" }, page)],
  [
    "findings of a month",
    (db, office) => findFindings(db, office, { found: { from: "2024-05-01", until: "2024-05-31" } }, page),
  ],
  ["findings by the last change", (db, office) => findSorted(db, office, "CHANGED", {}, page)],
  ["findings changed since", (db, office) => findSorted(db, office, "CHANGED", { changedSince: after.at }, page)],
  ["findings by number", (db, office) => findSorted(db, office, "NUMBER", {}, page)],
  [
    "findings of one target by number",
    (db, office) => findSorted(db, office, "NUMBER", { targetId: targets[0] }, page),
  ],
  ["findings by due day", (db, office) => findSorted(db, office, "DUE", {}, page)],
  [
    "findings of a colour",
    (db, office) => findSorted(db, office, "DUE", { coloured: { colours: ["YELLOW"], on: TODAY } }, page),
  ],
  [
    "findings fed back lately",
    (db, office) => findSorted(db, office, "CHANGED", { fedBack: { from: "2024-03-01" } }, page),
  ],
  ["rectifications by due day", (db, office) => findRectificationsByDue(db, office, {}, page)],
  ["findings by id", (db) => findFindingsById(db, ["county:000000000000000012345", "county:000000000000000054321"])],
  ["rounds of offices", (db) => findRoundsOfOffices(db, ["990304", "990305"], {}, page)],
  ["targets by id", (db) => findTargetsById(db, targets)],
  ["targets of an office", (db) => findTargets(db, { office: "990304" }, page)],
  ["targets from a cursor on", (db) => findTargets(db, { office: "990304" }, { first: 20, after })],
  [
    "targets not entered",
    (db) => findTargets(db, { office: "990304", status: ["PLANNED"], roundStatus: ["RUNNING"] }, page),
  ],
  [
    "targets entered long ago",
    (db) => findTargets(db, { office: "990304", status: ["ENTERED"], enteredBefore: "2025-01-01" }, page),
  ],
  ["targets of one round", (db) => findTargets(db, { office: "990304", roundId: rounds[0] }, page)],
  ["inspections of units", (db) => findInspectionsOfUnits(db, ["county:unit-990304-3", "county:unit-990304-4"])],
  ["appointments of targets", (db) => findAppointmentsOfTargets(db, targets)],
  ["publications", (db, office) => findPublications(db, office, {}, page)],
  ["publications of a county", (db, office) => findPublications(db, office, { region: "990304" }, page)],
  ["publications by status", (db, office) => findPublications(db, office, { status: "SUBMITTED" }, page)],
  ["publications by id", (db) => findPublicationsById(db, ["county:publication-990304-3"])],
  ["publications of targets", (db) => findPublicationsOfTargets(db, targets)],
  ["findings that say what every finding says", (db, office) => searchFindings(db, office, { text: "问题" }, page)],
  ["findings that say one character", (db, office) => searchFindings(db, office, { text: "公" }, page)],
  ["findings that say what one in a hundred says", (db, office) => searchFindings(db, office, { text: "饮水" }, page)],
  ["findings that say something rare", (db, office) => searchFindings(db, office, { text: "独木桥" }, page)],
  ["findings that say two words", (db, office) => searchFindings(db, office, { text: "公示 饮水" }, page)],
  ["findings that say what none says", (db, office) => searchFindings(db, office, { text: "虚构桥" }, page)],
  [
    "findings of a county that say a word",
    (db, office) => searchFindings(db, office, { text: "饮水", region: "990304" }, page),
  ],
  [
    "findings that say a word, from a cursor on",
    (db, office) => searchFindings(db, office, { text: "台账" }, { first: 20, after }),
  ],
  ["running deadlines", (db, office) => findRunningDeadlines(db, office, TODAY, {}, page)],
  ["overdue deadlines", (db, office) => findRunningDeadlines(db, office, TODAY, { colours: ["RED"] }, page)],
  ["obligations", (db, office) => findObligations(db, office, TODAY, { open: true }, page)],
  ["orders", (db, office) => findOrders(db, office, TODAY, {}, page)],
  ["orders from a cursor on", (db, office) => findOrders(db, office, TODAY, {}, { first: 20, after })],
  ["orders that are open", (db, office) => findOrders(db, office, TODAY, { ways: ["IN"], open: true }, page)],
  ["orders that are overdue", (db, office) => findOrders(db, office, TODAY, { ways: ["OUT"], overdue: true }, page)],
  ["orders to a county", (db, office) => findOrders(db, office, TODAY, { region: "990304" }, page)],
  ["orders by id", (db) => findOrdersById(db, ["province:order-7-990304"], TODAY)],
  ["immediate actions", (db) => findImmediateActions(db, "990304", {}, page)],
  ["immediate actions from a cursor on", (db) => findImmediateActions(db, "990304", {}, { first: 20, after })],
  ["immediate actions by kind", (db) => findImmediateActions(db, "990304", { kind: ["FAST_TRACK"] }, page)],
  ["immediate actions by id", (db) => findImmediateActionsById(db, ["county:action-2county:target-990304-3"])],
  ["alerts of targets", (db) => findAlertsOfTargets(db, targets)],
  ["releases", (db, office) => findReleases(db, office, {}, page)],
  ["releases from a cursor on", (db, office) => findReleases(db, office, {}, { first: 20, after })],
  ["releases without a receipt", (db, office) => findReleases(db, office, { unacknowledged: true }, page)],
  ["what was released to an office", (db, office) => findReceivedReleases(db, office, {}, page)],
  ["what was released and stands", (db, office) => findReceivedReleases(db, office, { standing: true }, page)],
];
/** Who is recused keeps the totals, so that no difference betrays the recusal. */
const counts: typeof lists = [
  ["immediate actions of an office", (db) => countImmediateActions(db, "office", ["990304"])],
  ["immediate actions of a round", (db) => countImmediateActions(db, "round_id", rounds)],
];
/** What a unit reads, of 15,360 that were fed back to others. */
const listsOfUnits: [string, (db: Db, reader: Standing) => Promise<unknown>][] = [
  ["feedback", (db, reader) => findDisclosures(db, reader, { direction: "TO_US" }, page)],
  [
    "feedback from a cursor on",
    (db, reader) => findDisclosures(db, reader, { direction: "TO_US" }, { first: 20, after }),
  ],
  ["rectifications", (db, reader) => findRectifications(db, reader, {}, page)],
  ["running deadlines", (db, { office }) => findRunningDeadlines(db, office, TODAY, {}, page)],
  [
    "deadlines of feedback",
    (db) => findDeadlinesOfDisclosures(db, ["county:disclosure-8-county:target-990304-3"], TODAY),
  ],
];
const NOT_MANY = 2_000;

/** Asked only of parents that were read before, under the same policies: a stranger does not come so far. And the register,
 * which everyone reads. */
const listsOfParents: typeof lists = [
  ["findings of targets", (db) => findFindingsOf(db, "target_id", targets, page)],
  ["findings of rounds", (db) => findFindingsOf(db, "round_id", rounds, page)],
  ["units by what every name says", (db) => searchUnits(db, { text: "虚构村" }, page)],
  ["units by a part of the name", (db) => searchUnits(db, { text: "村1234" }, page)],
  ["units by the beginning of the code", (db) => searchUnits(db, { text: "u12345" }, page)],
  ["units of a county by a part of the name", (db) => searchUnits(db, { text: "村", region: "990304" }, page)],
  ["deadlines of targets", (db) => findDeadlinesOfTargets(db, targets, TODAY)],
  ["reviews of claims", (db) => findClaimReviews(db, ["county:000000000000000012344"], TODAY)],
  ["immediate actions of targets", (db) => findImmediateActionsOfTargets(db, targets, page, {})],
  ["immediate actions of findings", (db) => findImmediateActionsOfFindings(db, ["county:000000000000000012345"])],
  ["targets of rounds", (db) => findTargetsOfRounds(db, rounds, page)],
];

describe.each(readers)("%s", (_, caller) => {
  test.each([...lists, ...listsOfParents])("reads the list of %s through indexes", async (_, list) => {
    const { seqScans, touched } = await walk(caller, list);
    expect(seqScans).toEqual([]);
    expect(touched).toBeLessThan(TOUCHED_AT_MOST);
  });
});

describe.each(unitReaders)("%s", (_, caller) => {
  test.each(listsOfUnits)("reads the list of %s through indexes", async (_, list) => {
    const { seqScans, touched } = await walk(caller, (db) => list(db, caller));
    expect(seqScans).toEqual([]);
    expect(touched).toBeLessThan(NOT_MANY);
  });
});

test("whoever answers for no unit makes those lists touch next to nothing", async () => {
  const nobody = standing("990304", { roles: ["DISPLAY"], unit: "county:unit-990304-3" });
  for (const [, list] of listsOfUnits) {
    const { seqScans, touched } = await walk(nobody, (db) => list(db, nobody));
    expect(seqScans).toEqual([]);
    expect(touched).toBeLessThan(NEXT_TO_NOTHING);
  }
});

describe.each(strangers)("%s", (_, caller) => {
  test.each(lists)("makes the list of %s touch next to nothing", async (_, list) => {
    const { seqScans, touched } = await walk(caller, list);
    expect(seqScans).toEqual([]);
    expect(touched).toBeLessThan(NEXT_TO_NOTHING);
  });
});

describe.each(strangers.filter(([, { recusals }]) => recusals.length === 0))("%s", (_, caller) => {
  test.each(counts)("counts no %s", async (_, count) => {
    const { seqScans, touched } = await walk(caller, count);
    expect(seqScans).toEqual([]);
    expect(touched).toBeLessThan(NEXT_TO_NOTHING);
  });
});

test.each(counts)("the owning county counts %s through indexes", async (_, count) => {
  const { seqScans, touched } = await walk(standing("990304"), count);
  expect(seqScans).toEqual([]);
  expect(touched).toBeLessThan(1_000);
});

const asked = ["99", "9903", "990304", "990304001"];
const figureCounts: [string, number, (db: Db) => Promise<unknown>][] = [
  ["figures", HANDFUL, (db) => countFigures(db, asked)],
  ["what is overdue", 2_000, (db) => countOverdue(db, asked, TODAY)],
  ["what is due soon", 2_000, (db) => countDueSoon(db, asked, TODAY)],
  ["what is overdue by office", 2_000, (db) => rankOverdueOffices(db, "990304", TODAY)],
  ["figures by category", 5_000, (db) => countTopics(db, "category", asked)],
  ["figures of rounds", HANDFUL, (db) => countRounds(db, rounds)],
  ["figures of terms", HANDFUL, (db) => countTerms(db, ["county:term-990304"])],
  ["rounds and units", TOUCHED_AT_MOST, (db) => countSpread(db, asked)],
  ["coverage", HANDFUL, (db) => coverRegions(db, asked, TODAY)],
  ["coverage of terms", TOUCHED_AT_MOST, (db) => coverTerms(db, ["county:term-990304"], TODAY)],
  ["what an inspection found", HANDFUL, (db) => countInspectionTopics(db, targets)],
  ["what counties have in common", 5_000, (db) => findCommonTopics(db, "category", "9903", 2, page)],
  ["units not inspected", 2_000, (db) => findUnitsNotInspected(db, "990304", TODAY, page)],
  ["units that are planned", HANDFUL, (db) => findPlannedUnits(db, ["county:unit-990304-3"])],
  ["what offices have submitted", HANDFUL, (db) => findOfficeSlices(db, ["99", "9903"], TODAY)],
];
describe.each(readers.slice(0, 3))("%s", (_, caller) => {
  test.each(figureCounts)("counts %s from few rows, through indexes", async (_, atMost, count) => {
    const { seqScans, touched } = await walk(caller, count);
    expect(seqScans).toEqual([]);
    expect(touched).toBeLessThan(atMost);
  });
});

// who is recused keeps the regional totals, so that no difference betrays the recusal
describe.each(strangers.filter(([, { recusals }]) => recusals.length === 0))("%s", (_, caller) => {
  test.each(figureCounts)("makes the count of %s touch next to nothing", async (_, __, count) => {
    const { seqScans, touched } = await walk(caller, count);
    expect(seqScans).toEqual([]);
    expect(touched).toBeLessThan(NEXT_TO_NOTHING);
  });
});

test.each([
  ["the predecessors of a unit", "select id from unit where successor_id = 'county:unit-990304-3'"],
  ["the units under a body", "select id from unit where superior_unit_id = 'county:unit-990304-3'"],
  ["the people of a unit", "select id from account where unit_id = 'county:unit-990304-3'"],
])("%s are found without a look at every row", async (_, statement) => {
  const { seqScans, touched } = await walk(standing("990304"), (db) => db.rows(statement));
  expect(seqScans).toEqual([]);
  expect(touched).toBeLessThan(NEXT_TO_NOTHING);
});

/** Carries out a list query as a tier does, by the plan that a connection makes once for whatever values (the words of a search
 * have one of their own), and looks at how: which big tables were read from end to end, and how many rows of big tables were
 * touched, whether returned or not. */
async function walk(caller: Standing, list: (db: Db, office: string) => Promise<unknown>) {
  const session = new Session(runtime, caller);
  const plans: PlanNode[] = [];
  try {
    await session.read(async (db) => {
      const explaining: Db = {
        ...db,
        async rows<Row>(sql: string, parameters?: unknown[], eachTime?: PlannedEachTime): Promise<Row[]> {
          await db.rows(`prepare walked as ${sql}`);
          const values = parameters?.length ? `(${parameters.map(literal).join(", ")})` : "";
          const [row] = await db.rows<Record<string, [{ Plan: PlanNode }]>>(
            `explain (analyze, timing off, buffers off, format json) execute walked${values}`,
            [],
            eachTime,
          );
          await db.rows("deallocate walked");
          plans.push(...Object.values(row ?? {}).map(([explained]) => explained.Plan));
          return [];
        },
      };
      await list(explaining, caller.office);
    });
  } finally {
    await session.close();
  }
  expect(plans).toHaveLength(1);
  const scans = plans
    .flatMap(nodesOf)
    .filter((node) => BIG.includes(node["Relation Name"] ?? "") && node["Actual Loops"]);
  return {
    seqScans: scans.filter((node) => node["Node Type"] === "Seq Scan").map((node) => node["Relation Name"]),
    touched: scans.reduce((sum, node) => sum + rowsTouched(node), 0),
  };
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return "null";
  return escapeLiteral(Array.isArray(value) ? `{${value.map((each) => `"${each}"`).join(",")}}` : String(value));
}

test(`the tables hold ${FINDINGS} findings, all published`, async () => {
  const admin = new Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    const { rows } = await admin.query(
      "select (select count(*)::int from finding) as findings, (select count(*)::int from published_finding) as published",
    );
    expect(rows).toEqual([{ findings: FINDINGS, published: FINDINGS }]);
  } finally {
    await admin.end();
  }
});
