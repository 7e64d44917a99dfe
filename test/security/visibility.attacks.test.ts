import { Client } from "pg";
import { ROLES, type Role } from "../../schema/contract/standing";
import { isStaff } from "../../subgraphs/domain/office/roles";
import { createTierDatabase, type TierDatabase } from "../support/database";
import { loadTiers } from "./loadWorld";
import type { World, WorldAccount } from "./oracleWorld";

// What somebody may try who has the runtime role's connection but not the process: a statement that slipped in. The
// settings app.* are the process's word about the caller; that it could lie is outside of what a database can tell.

const account = (id: string, office: string, roles: Role[]): WorldAccount => {
  return { id, office, roles, active: true, recusals: [] };
};
const region = (code: string) => ({ code, name: `虚构${code}` });
const world: World = {
  today: "2026-03-02",
  regions: ["99", "9901", "990101", "990102"].map(region),
  offices: ["99", "9901", "990101", "990102"].map((code) => ({ ...region(code), enrolment: "ENROLLED" })),
  accounts: [account("county:director", "990101", ["DIRECTOR"]), account("county:display", "990101", ["DISPLAY"])],
  units: ["county:unit", "county:kin"].map((id) => {
    return { id, office: "990101", region: "990101", name: "虚构单位", kind: "DEPARTMENT" };
  }),
  rounds: [{ id: "county:round", office: "990101", status: "RUNNING", filed: true }],
  targets: [{ id: "county:target", roundId: "county:round", unitId: "county:unit", status: "HEARD" }],
  appointments: [{ person: "county:member", targetId: "county:target", validFrom: "2026-03-02", validTo: null }],
  findings: [
    { id: "county:finding", targetId: "county:target", status: "REPORTED" },
    {
      ...{ id: "county:unsubmitted", targetId: "county:target", status: "REPORTED" },
      furtherUnitIds: ["county:kin"],
    },
  ],
  disclosures: [],
  orders: [],
  releases: [],
  supervisions: [],
  copies: [],
  clues: [],
  attachments: [],
  publications: [
    {
      ...{ id: "county:publication", targetId: "county:target", version: 1, status: "SUBMITTED", isCurrent: true },
      findingIds: ["county:finding"],
    },
  ],
  actions: [{ id: "county:action", targetId: "county:target", findingIds: ["county:unsubmitted"] }],
};
const owner = { person: "county:director", office: "990101", roles: "{DIRECTOR}" };
const neighbour = { person: "county:neighbour", office: "990102", roles: "{DIRECTOR}" };
const superior = { person: "province:director", office: "99", roles: "{DIRECTOR}" };
const administrator = { person: "county:admin", office: "990101", roles: "{SYSTEM_ADMIN}" };
const screen = { person: "county:display", office: "990101", roles: "{DISPLAY}" };

const BOOK = [
  "round",
  "filing",
  "round_target",
  "appointment",
  "finding",
  "publication",
  "published_finding",
  "immediate_action",
];
const EVERY_TABLE = [
  ...BOOK,
  "finding_cell",
  "immediate_action_cell",
  "target_cell",
  "team_cell",
  "inspection",
  "authorisation",
  "verdict",
  "finding_words",
  "published_finding_words",
  "disclosed_finding_words",
  "unit_words",
  "journal",
  "idempotency",
  "account",
  "account_role",
  "recusal",
];
const REGISTERS = ["office", "term", "unit"];
/** What names each of the two findings, beside the findings' own rows. */
const NAMING_FINDINGS = `
  insert into rectification (id, office, round_id, target_id, unit_id, unit_name, region, status, status_on, version, plan,
      fed_back_on, synthetic, opened_at)
    values ('county:rectification', '990101', 'county:round', 'county:target', 'county:unit', '虚构单位', '990101',
      'PLAN_SUBMITTED', '2026-03-02', 2, '方案', '2026-03-02', true, now());
  insert into measure (id, office, rectification_id, finding_id, submission, ordinal, text, responsible, due_on)
    select 'measure of ' || id, office, 'county:rectification', id, 1, ordinal, '措施', '职务', '2026-03-09' from finding;
  insert into review_signature (id, office, rectification_id, review, ordinal, name, role)
    values ('county:signature', '990101', 'county:rectification', 1, 1, '纪委监委', 'DISCIPLINE');
  insert into verdict (id, office, round_id, target_id, finding_id, unit_id, region, verdict, status, version, proposed_at,
      proposed_by)
    select 'verdict of ' || id, office, round_id, target_id, id, unit_id, region, 'DONE', 'PROPOSED', 1, now(), 'county:director'
    from finding;
  insert into alert (id, office, round_id, target_id, finding_id, unit_id, region, clock, started_on, due_on, colour, turned_on, at)
    select 'alert of ' || id, office, round_id, target_id, id, unit_id, region, 'REVIEW_OF_CLAIM', '2026-03-02', '2026-03-02',
      'RED', '2026-03-02', now() from finding`;
const DENIED = { code: "42501" };

let database: TierDatabase;
let runtime: Client;

beforeAll(async () => {
  database = await createTierDatabase("COUNTY");
  const loader = new Client({ connectionString: database.urls.owner });
  await loader.connect();
  await loadTiers(loader, world, ["COUNTY"]);
  await loader.query(
    `insert into journal (office, event, object_kind, object_id, object_version, actor, at, body)
     values ('990101', 'RoundStarted', 'Round', 'county:round', 1, 'county:director', now(), '{}'),
            ('990101', 'PlanSubmitted', 'Rectification', 'county:rectification', 2, 'county:director', now(), '{}')`,
  );
  await loader.query(NAMING_FINDINGS);
  await loader.end();
  runtime = new Client({ connectionString: database.urls.subgraph });
  await runtime.connect();
});
afterAll(async () => {
  await runtime.end();
  await database.dispose();
});
beforeEach(() => runtime.query("begin"));
afterEach(() => runtime.query("rollback"));

async function callAs(caller: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(caller)) {
    await runtime.query("select set_config('app.' || $1, $2, true)", [name, value]);
  }
}

async function countsOf(tables: string[]): Promise<Record<string, number>> {
  const counts = tables.map((table) => `(select count(*)::int from ${table}) as ${table}`);
  return (await runtime.query(`select ${counts.join(", ")}`)).rows[0];
}

/** The tables in which a blind statement, without any condition, would have changed a row. */
async function changedBy(updates: string[]): Promise<string[]> {
  const changed: string[] = [];
  for (const update of updates) {
    const { rowCount } = await runtime.query(update);
    if (rowCount) changed.push(update);
  }
  return changed;
}

const BLIND_UPDATES = [
  "update round set title = 'x'",
  "update round_target set note = 'x'",
  "update appointment set ended_at = now()",
  "update finding set note = 'x'",
  "update finding_cell set published = false",
  "update publication set recall_reason = 'x'",
  "update inspection set status = 'PLANNED'",
  "update immediate_action set note = 'x'",
  "update immediate_action_cell set status = 'CANCELLED'",
];
const none = (tables: string[]) => Object.fromEntries(tables.map((table) => [table, 0]));

test("without settings, nothing at all is visible", async () => {
  expect(await countsOf([...EVERY_TABLE, ...REGISTERS])).toEqual(none([...EVERY_TABLE, ...REGISTERS]));
});

test("empty settings are nobody, not everybody", async () => {
  await callAs({ person: "", office: "", roles: "", recused_region: "", recused_unit: "", recused_round: "" });
  expect(await countsOf([...EVERY_TABLE, ...REGISTERS])).toEqual(none([...EVERY_TABLE, ...REGISTERS]));
  expect(await changedBy(BLIND_UPDATES)).toEqual([]);
});

test("the owner's director sees the book, so that the refusals below mean something", async () => {
  await callAs(owner);
  const counts = await countsOf([...BOOK, "finding_cell", "journal"]);
  expect(Object.values(counts).every((count) => count > 0)).toBe(true);
});

test("a director of the neighbouring county sees and changes nothing", async () => {
  await callAs(neighbour);
  expect(await countsOf([...BOOK, "finding_cell", "journal"])).toEqual(none([...BOOK, "finding_cell", "journal"]));
  expect(await changedBy(BLIND_UPDATES)).toEqual([]);
});

test("a superior reads what was filed and submitted, and changes nothing of it", async () => {
  await callAs(superior);
  const seen = {
    round: 1,
    round_target: 1,
    finding: 0,
    publication: 1,
    published_finding: 1,
    finding_cell: 1,
    immediate_action: 0,
  };
  expect(await countsOf(Object.keys(seen))).toEqual(seen);
  expect(await changedBy(BLIND_UPDATES)).toEqual([]);
});

test.each([
  ["an administrator", administrator],
  ["a wall screen", screen],
])("%s of the owning office changes nothing, even by a statement without a condition", async (_, caller) => {
  await callAs(caller);
  expect(await countsOf(BOOK)).toEqual(none(BOOK));
  expect(await changedBy(BLIND_UPDATES)).toEqual([]);
});

const member = { person: "county:member", office: "9901" };

test.each(ROLES)("an appointment opens the target to %s just where these are the staff of an office", async (role) => {
  await callAs({ ...member, roles: `{${role}}` });
  expect(await countsOf(["finding"])).toEqual({ finding: isStaff([role]) ? 2 : 0 });
});

test("nobody who answers for a unit works in a team, whatever the roles are", async () => {
  await callAs({ ...member, roles: "{}" });
  expect(await countsOf(["finding"])).toEqual({ finding: 2 });
  await callAs({ unit: "county:unit" });
  expect(await countsOf(["finding"])).toEqual({ finding: 0 });
});

test.each([
  ["the region", { recused_region: "{99}" }],
  ["the unit", { recused_unit: "{county:unit}" }],
  ["the round", { recused_round: "{county:round}" }],
])(
  "a director who is recused from %s changes nothing of it, even by a statement without a condition",
  async (_, recusal) => {
    await callAs({ ...owner, ...recusal });
    const ofTheTarget = ["round_target", "finding", "publication", "published_finding", "immediate_action"];
    expect(await countsOf(ofTheTarget)).toEqual(none(ofTheTarget));
    const updates = BLIND_UPDATES.filter((update) => ofTheTarget.includes(update.split(" ")[1] as string));
    expect(await changedBy(updates)).toEqual([]);
  },
);

describe("who is recused from a further responsible unit of a finding", () => {
  const recused = { recused_unit: "{county:kin}" };
  const member = { person: "county:member", office: "9901", roles: "{}" };

  test.each([
    ["a director", owner, { finding: 1, measure: 1, verdict: 1, alert: 1 }],
    ["a member of the team", member, { finding: 1, measure: 0, verdict: 1, alert: 1 }],
    ["who signs the review", { ...owner, roles: "{DISCIPLINE}" }, { finding: 0, measure: 1, verdict: 0, alert: 0 }],
  ])("reads as %s nothing that names it", async (_, caller, seen) => {
    await callAs({ ...caller, ...recused });
    expect(await countsOf(Object.keys(seen))).toEqual(seen);
    await callAs({ recused_unit: "" });
    const others = await countsOf(Object.keys(seen));
    expect(others).toEqual(Object.fromEntries(Object.entries(seen).map(([table, count]) => [table, count * 2])));
  });

  test("judges it no more", async () => {
    await callAs({ ...owner, ...recused });
    const { rowCount } = await runtime.query("update verdict set verdict = 'FALSE'");
    expect(rowCount).toBe(1);
  });

  test("keeps out when a correction names the unit later", async () => {
    await callAs(owner);
    await runtime.query("update finding set further_unit_ids = '{county:kin}' where id = 'county:finding'");
    await callAs(recused);
    expect(await countsOf(["measure"])).toEqual({ measure: 0 });
  });

  test("reads in the journal nothing of the plan, which speaks of every finding", async () => {
    const entries = "select event from journal order by entry";
    await callAs(owner);
    expect((await runtime.query(entries)).rows).toEqual([{ event: "RoundStarted" }, { event: "PlanSubmitted" }]);
    await callAs(recused);
    expect((await runtime.query(entries)).rows).toEqual([{ event: "RoundStarted" }]);
    await callAs({ recused_round: "{county:round}" });
    expect((await runtime.query(entries)).rows).toEqual([]);
  });
});

const WORDS = ["finding_words", "published_finding_words"];
const searching = "底稿";

test("what a text says is there for nobody who does not search for it, not even in the own book", async () => {
  await callAs(owner);
  expect(await countsOf(WORDS)).toEqual(none(WORDS));
  await callAs({ searching: "没有写过" });
  expect(await countsOf(WORDS)).toEqual(none(WORDS));
  await callAs({ searching });
  expect(await countsOf(WORDS)).toEqual({ finding_words: 2, published_finding_words: 0 });
});

test.each([
  ["a neighbour", neighbour],
  ["an administrator", administrator],
  ["a wall screen", screen],
  ["a superior, of what was not submitted,", superior],
  ["who is recused from the region", { ...owner, recused_region: "{99}" }],
  ["who is recused from the unit", { ...owner, recused_unit: "{county:unit}" }],
  ["who is recused from the round", { ...owner, recused_round: "{county:round}" }],
])("%s finds no word of the book, whatever is searched for", async (_, caller) => {
  await callAs({ ...caller, searching });
  expect(await countsOf(["finding_words"])).toEqual({ finding_words: 0 });
});

test("who is recused from one finding finds the words of the others alone", async () => {
  await callAs({ ...owner, recused_finding: "{county:finding}", searching });
  expect((await runtime.query("select finding_id from finding_words")).rows).toEqual([
    { finding_id: "county:unsubmitted" },
  ]);
});

test("nobody writes words into another office's book", async () => {
  await callAs(neighbour);
  const plant = `insert into finding_words values ('county:finding', 2, '990101', 'county:target', '990101', now(), 'x')`;
  await expect(runtime.query(plant)).rejects.toMatchObject(DENIED);
});

test("a director who is recused from a finding changes no immediate action that names it", async () => {
  await callAs({ ...owner, recused_finding: "{county:unsubmitted}" });
  expect(await countsOf(["immediate_action", "immediate_action_cell"])).toEqual({
    immediate_action: 0,
    immediate_action_cell: 1,
  });
  expect(await changedBy(["update immediate_action set note = 'x'"])).toEqual([]);
});

test.each([
  [
    "an immediate action",
    "insert into immediate_action select * from json_populate_record(null::immediate_action, $1)",
  ],
  ["a round", "insert into round select * from json_populate_record(null::round, $1)"],
  ["a target", "insert into round_target select * from json_populate_record(null::round_target, $1)"],
  ["a finding", "insert into finding select * from json_populate_record(null::finding, $1)"],
  ["a publication", "insert into publication select * from json_populate_record(null::publication, $1)"],
])("nobody writes %s into another office's book", async (_, insert) => {
  await callAs(superior);
  const row = { id: "county:planted", office: "990101", round_id: "county:round", target_id: "county:target" };
  await expect(runtime.query(insert, [JSON.stringify(row)])).rejects.toMatchObject(DENIED);
});

test("nobody hangs a target on another office's round", async () => {
  await callAs(neighbour);
  const row = { id: "county:planted", office: "990102", round_id: "county:round", unit_id: "county:unit" };
  const rest = {
    unit_name: "x",
    region: "990102",
    status: "PLANNED",
    version: 1,
    corrections: [],
    added_at: "2026-03-02",
  };
  await expect(
    runtime.query("insert into round_target select * from json_populate_record(null::round_target, $1)", [
      JSON.stringify({ ...row, ...rest }),
    ]),
  ).rejects.toMatchObject({ code: "23503" });
});

test.each([...EVERY_TABLE, ...REGISTERS])("nothing is deleted from %s or emptied", async (table) => {
  await callAs(owner);
  await runtime.query("savepoint before");
  await expect(runtime.query(`delete from ${table}`)).rejects.toMatchObject(DENIED);
  await runtime.query("rollback to before");
  await expect(runtime.query(`truncate ${table}`)).rejects.toMatchObject(DENIED);
});

test.each([
  ["changes an entry", "update journal set body = '{}'"],
  ["numbers an entry", "update journal set number = 1, previous_hash = '', hash = ''"],
  [
    "appends a numbered entry",
    `insert into journal (office, event, object_kind, object_id, object_version, actor, at, body, number, previous_hash, hash)
     values ('990101', 'X', 'Round', 'x', 1, 'county:director', now(), '{}', 1, '', '')`,
  ],
  [
    "appends in another person's name",
    `insert into journal (office, event, object_kind, object_id, object_version, actor, at, body)
     values ('990101', 'X', 'Round', 'x', 1, 'county:somebody', now(), '{}')`,
  ],
])("nobody %s in the journal", async (_, statement) => {
  await callAs(owner);
  await expect(runtime.query(statement)).rejects.toMatchObject(DENIED);
});

test.each([
  ["a neighbour", neighbour],
  ["a superior", superior],
  ["a member of no team", { person: "county:stranger", office: "9902", roles: "{}" }],
])("%s appends nothing about another office's object", async (_, caller) => {
  await callAs(caller);
  const append = `insert into journal (office, event, object_kind, object_id, object_version, actor, at, body)
    values ('990101', 'X', $1, $2, 1, $3, now(), '{}')`;
  for (const [kind, id] of [
    ["Round", "county:round"],
    // also of what was submitted to it: a superior decides in its own tier and its own journal
    ["Publication", "county:publication"],
  ]) {
    await runtime.query("savepoint before");
    await expect(runtime.query(append, [kind, id, caller.person])).rejects.toMatchObject(DENIED);
    await runtime.query("rollback to before");
  }
});

test.each([
  ["raises an epoch", "update account set rights_epoch = rights_epoch + 1"],
  [
    "recuses somebody else",
    `insert into recusal (id, office, account_id, kind, scope, subject, since, declared_at, declared_by)
     values ('county:r', '990101', 'county:director', 'KIN', 'REGION', '99', now(), now(), caller_person())`,
  ],
  [
    "registers a unit",
    `insert into unit (id, office, code, name, kind, region, valid_from, synthetic, registered_at)
     values ('county:new', '990101', 'x', 'x', 'DEPARTMENT', '990101', now(), true, now())`,
  ],
  [
    "opens a term",
    "insert into term (id, office, committee, ordinal, starts_on) values ('county:term', '990101', 'x', 99, now())",
  ],
])("a wall screen never %s", async (_, statement) => {
  await callAs(screen);
  const outcome = await runtime.query(statement).then(
    ({ rowCount }) => rowCount,
    ({ code }) => code,
  );
  // of the accounts, its own alone
  expect(outcome).toEqual(statement.startsWith("update") ? 1 : DENIED.code);
});

test("not even the owner role changes or removes an entry of the journal", async () => {
  const client = new Client({ connectionString: database.urls.owner });
  await client.connect();
  try {
    for (const statement of ["update journal set body = 'x'", "delete from journal", "truncate journal"]) {
      await expect(client.query(statement)).rejects.toMatchObject(DENIED);
    }
  } finally {
    await client.end();
  }
});

test.each([
  ["adds an office", "insert into office (code, id, name, enrolment) values ('990103', 'x', 'x', 'ENROLLED')"],
  ["changes an office", "update office set enrolment = 'NOT_ENROLLED'"],
  ["adds an account", "insert into account values ('county:x', '990101', 'x', true, 1)"],
  ["activates an account", "update account set active = true"],
  ["takes a role", "insert into account_role values ('county:director', 'APPROVER')"],
  ["lifts a recusal", "update recusal set until = now()"],
  ["rewrites an authorisation", "update authorisation set document_number = 'x'"],
  ["moves a finding to another office", "update finding set office = '990102'"],
  ["ends a part of a publication", "update published_finding set is_current = false"],
  ["rewrites a published text", "update published_finding set title = 'x'"],
  ["rewrites a manifest", "update publication set manifest = '[]'"],
])("the runtime role never %s", async (_, statement) => {
  await callAs(owner);
  await expect(runtime.query(statement)).rejects.toMatchObject(DENIED);
});

test.each([
  "set role county_owner",
  "set role tier_worker",
  "set role postgres",
  "set session authorization county_owner",
  "alter table finding disable row level security",
  "drop policy reads on finding",
  "create policy mine on finding for select using (true)",
  "create table public.mine (id text)",
  "create temporary table mine (id text)",
  "create function public.peek(text) returns boolean language sql as 'select true'",
  "copy finding to program 'cat'",
  "select pg_read_file('PG_VERSION')",
  "alter role county_subgraph bypassrls",
])("the runtime role may not: %s", async (statement) => {
  await callAs(owner);
  await expect(runtime.query(statement)).rejects.toMatchObject(DENIED);
});

test("a recall by a director who is recused from a listed finding ends that finding's visibility too", async () => {
  await callAs({ ...owner, recused_finding: "{county:finding}" });
  await runtime.query("update publication set status = 'RECALLED', is_current = false where id = 'county:publication'");
  await callAs({ ...owner, recused_finding: "" });
  const { rows } = await runtime.query(
    "select c.published, p.is_current from finding_cell c join published_finding p using (finding_id)",
  );
  expect(rows).toEqual([{ published: false, is_current: false }]);
});

test("switching the policies off is an error, not a way around them", async () => {
  await callAs(neighbour);
  await runtime.query("set local row_security = off");
  await expect(runtime.query("select id from finding")).rejects.toMatchObject(DENIED);
});
