import { Client } from "pg";
import { createTierDatabase, type TierDatabase } from "../support/database";
import { loadTiers } from "./loadWorld";
import type { World } from "./oracleWorld";

// 代录: what the setting of a transaction is worth. The process could set it for anybody; the database believes it only of
// the people of the office directly above, and only while the office below is on paper.

const region = (code: string) => ({ code, name: `虚构${code}` });
const world: World = {
  today: "2026-03-02",
  regions: ["99", "9901", "9902", "990101", "990102"].map(region),
  offices: [
    ...["99", "9901", "9902", "990102"].map((code) => ({ ...region(code), enrolment: "ENROLLED" as const })),
    { ...region("990101"), enrolment: "ON_PAPER" },
  ],
  accounts: [],
  units: [{ id: "county:unit", office: "990101", region: "990101", name: "虚构单位", kind: "DEPARTMENT" }],
  rounds: [{ id: "county:round", office: "990101", status: "RUNNING", filed: false }],
  targets: [{ id: "county:target", roundId: "county:round", unitId: "county:unit", status: "HEARD" }],
  appointments: [{ person: "county:member", targetId: "county:target", validFrom: "2026-03-02", validTo: null }],
  findings: [{ id: "county:finding", targetId: "county:target", status: "REPORTED" }],
  disclosures: [],
  orders: [],
  releases: [],
  supervisions: [],
  copies: [],
  clues: [],
  attachments: [],
  publications: [
    {
      id: "county:publication",
      targetId: "county:target",
      version: 1,
      status: "SUBMITTED",
      isCurrent: true,
      findingIds: [],
    },
  ],
  actions: [],
};
const keeper = { person: "city:9901.director", office: "9901", roles: "{DIRECTOR}" };
const acting = { ...keeper, on_behalf: "990101" };
const DENIED = { code: "42501" };

let database: TierDatabase;
let runtime: Client;
let owner: Client;

beforeAll(async () => {
  database = await createTierDatabase("COUNTY");
  owner = new Client({ connectionString: database.urls.owner });
  runtime = new Client({ connectionString: database.urls.subgraph });
  await Promise.all([owner.connect(), runtime.connect()]);
  await loadTiers(owner, world, ["PROVINCE", "CITY", "COUNTY"]);
});
afterAll(async () => {
  await Promise.all([owner.end(), runtime.end()]);
  await database.dispose();
});
beforeEach(() => runtime.query("begin"));
afterEach(async () => {
  await runtime.query("rollback");
  await owner.query("update office set enrolment = 'ON_PAPER' where code = '990101'");
});

async function callAs(caller: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(caller)) {
    await runtime.query("select set_config('app.' || $1, $2, true)", [name, value]);
  }
}

/** How many rows a statement without any condition changes. */
async function blind(update: string): Promise<number> {
  return (await runtime.query(update)).rowCount ?? 0;
}
const UPDATES = [
  "update round set note = 'x'",
  "update round_target set note = 'x'",
  "update appointment set end_reason = null",
  "update finding set note = 'x'",
  "update publication set recall_reason = 'x'",
];
const insertTerm = (office: string) =>
  runtime.query(
    `insert into term (id, office, committee, ordinal, starts_on, entered_by_office)
     values ('county:planted', $1, 'x', 9, '2026-01-01', 'nobody') returning entered_by_office`,
    [office],
  );
const entry = (body: object, office = "990101") =>
  runtime.query(
    `insert into journal (office, event, object_kind, object_id, object_version, actor, at, body)
     values ($1, 'X', 'Round', 'county:round', 1, $2, now(), $3)`,
    [office, keeper.person, JSON.stringify(body)],
  );

test("the office directly above writes in the book on paper, and every row that it touches is marked", async () => {
  await callAs(acting);
  for (const update of UPDATES) expect([update, await blind(update)]).toEqual([update, 1]);
  const { rows } = await runtime.query(
    `select entered_by_office from round union all select entered_by_office from finding
     union all select entered_by_office from finding_cell union all select entered_by_office from publication`,
  );
  expect(new Set(rows.map((row) => row.entered_by_office))).toEqual(new Set(["9901"]));
  expect((await insertTerm("990101")).rows).toEqual([{ entered_by_office: "9901" }]);
});

test.each([
  ["without the setting", keeper],
  ["for an office that is enrolled", { ...keeper, on_behalf: "990102" }],
  ["for the own office", { ...keeper, on_behalf: "9901" }],
  ["for an office that there is not", { ...keeper, on_behalf: "990199" }],
  ["from two tiers above", { ...acting, person: "province:99.director", office: "99" }],
  ["from another city", { ...acting, person: "city:9902.director", office: "9902" }],
  ["from the county next to it", { ...acting, person: "county:990102.director", office: "990102" }],
  ["by the leading group of the superior", { ...acting, roles: "{APPROVER,COORDINATOR}" }],
  ["by its custodian", { ...acting, roles: "{CUSTODIAN}" }],
  ["by its wall screen", { ...acting, roles: "{DISPLAY}" }],
  ["by its administrators", { ...acting, roles: "{SECURITY_ADMIN,AUDIT_ADMIN,SYSTEM_ADMIN}" }],
])("nothing is written %s", async (_, caller) => {
  await callAs(caller);
  for (const update of UPDATES) expect([update, await blind(update)]).toEqual([update, 0]);
  await expect(insertTerm("990101")).rejects.toMatchObject(DENIED);
});

test("a setting that is not true makes nobody of the caller, not even what the caller is", async () => {
  const own = { person: "county:990102.director", office: "990102", roles: "{DIRECTOR}" };
  await callAs({ ...own, on_behalf: "990101" });
  await expect(insertTerm("990102")).rejects.toMatchObject(DENIED);
});

test("whoever enters for one office writes in no other book, and not in the own", async () => {
  await callAs(acting);
  await runtime.query("savepoint before");
  for (const office of ["9901", "990102"]) {
    await expect(insertTerm(office)).rejects.toMatchObject(DENIED);
    await runtime.query("rollback to before");
    await expect(entry({ enteredByOffice: "9901" }, office)).rejects.toMatchObject(DENIED);
    await runtime.query("rollback to before");
  }
});

test("the enrolment ends the right at once, also of a transaction that has begun", async () => {
  await callAs(acting);
  expect(await blind(UPDATES[0] as string)).toBe(1);
  await owner.query("update office set enrolment = 'ENROLLED' where code = '990101'");
  expect(await blind(UPDATES[3] as string)).toBe(0);
  await expect(insertTerm("990101")).rejects.toMatchObject(DENIED);
});

test.each([
  ["the region", { recused_region: "{9901}" }],
  ["the unit", { recused_unit: "{county:unit}" }],
  ["the round", { recused_round: "{county:round}" }],
])("a recusal from %s holds for whoever enters", async (_, recusal) => {
  await callAs({ ...acting, ...recusal });
  const ofTheTarget = UPDATES.filter((update) => !update.includes("appointment") && !update.includes("update round "));
  for (const update of ofTheTarget) expect([update, await blind(update)]).toEqual([update, 0]);
});

test("no mark is put on by hand or taken off again", async () => {
  await callAs(acting);
  await blind("update finding set note = 'entered'");
  await callAs({ person: "county:990101.director", office: "990101", on_behalf: "" });
  await blind("update finding set note = 'own'");
  expect((await runtime.query("select entered_by_office from finding")).rows).toEqual([{ entered_by_office: "9901" }]);
  expect((await insertTerm("990101")).rows).toEqual([{ entered_by_office: null }]);
  await expect(blind("update finding set entered_by_office = null")).rejects.toMatchObject(DENIED);
});

test("an entry of the journal is marked exactly where it was entered on behalf", async () => {
  await callAs(acting);
  await entry({ enteredByOffice: "9901" });
  await runtime.query("savepoint before");
  for (const body of [{}, { enteredByOffice: "9902" }, { enteredByOffice: null }]) {
    await expect(entry(body)).rejects.toMatchObject(DENIED);
    await runtime.query("rollback to before");
  }
  await callAs({ on_behalf: "" });
  await expect(entry({ enteredByOffice: "9901" })).rejects.toMatchObject(DENIED);
});

test("a place in a review is filled in the own role; from paper only on behalf, by a director, and once", async () => {
  await owner.query(
    `insert into rectification (id, office, round_id, target_id, unit_id, unit_name, region, status, status_on, version, fed_back_on, synthetic, opened_at)
     select 'county:rectification', office, round_id, id, unit_id, unit_name, region, 'JOINT_REVIEW', '2026-03-02', 1, '2026-03-02', true, now()
     from round_target on conflict do nothing`,
  );
  await owner.query(
    `insert into review_signature (id, office, rectification_id, review, ordinal, name, role)
     values ('county:place', '990101', 'county:rectification', 1, 1, '纪委监委', 'DISCIPLINE') on conflict do nothing`,
  );
  const sign = (paper: string | null) =>
    runtime.query(
      "update review_signature set signed_by = app.person, signed_at = now(), paper_document = $1 from (select current_setting('app.person') as person) app",
      [paper],
    );
  await callAs({ person: "county:990101.director", office: "990101", roles: "{DIRECTOR}" });
  await runtime.query("savepoint before");
  for (const [caller, paper] of [
    [{}, null],
    [{}, "虚审〔2026〕1号"],
    [acting, null],
    [{ ...acting, roles: "{CLERK}" }, "虚审〔2026〕1号"],
  ] as const) {
    await callAs(caller);
    await expect(sign(paper)).rejects.toMatchObject(DENIED);
    await runtime.query("rollback to before");
  }
  await callAs(acting);
  expect((await sign("虚审〔2026〕1号")).rowCount).toBe(1);
  expect((await sign("虚审〔2026〕2号")).rowCount).toBe(0);
  const { rows } = await runtime.query("select signed_by, entered_by_office from review_signature");
  expect(rows).toEqual([{ signed_by: keeper.person, entered_by_office: "9901" }]);
});

test("nobody accepts what the own office has submitted for the office below", async () => {
  await callAs(acting);
  await blind("update publication set recall_reason = 'entered'");
  await expect(blind("update publication set status = 'ACCEPTED'")).rejects.toMatchObject(DENIED);
});
