import type { Client } from "pg";
import { freePort } from "../../scripts/supervisor/ports";
import { turnAlertClock } from "../../subgraphs/tier/alertClock";
import { PlatformProcess } from "../support/platformProcess";
import { until } from "../support/until";
import { testWhole } from "../support/whole";
import { type CountyBook, openCountyBook } from "./countyBook";
import { aFindingRow, aTarget } from "./targets";

let book: CountyBook;
let admin: Client;
let worker: Client;

beforeAll(async () => {
  book = await openCountyBook();
  admin = await book.connect("admin");
  worker = await book.connect("worker");
});
beforeEach(async () => {
  await admin.query("set session_replication_role = replica; truncate journal; set session_replication_role = origin");
  await admin.query(
    "delete from alert; delete from obligation; delete from finding_words; delete from finding_cell; delete from finding",
  );
  await admin.query(
    "delete from target_cell; delete from inspection; delete from inspection_cell; delete from round_target; delete from deadline_policy where office is not null",
  );
});
afterAll(() => book.dispose());

/** Turns the clock until nothing is left to do, at noon of a day in Shanghai. */
async function turn(day: string, client = worker): Promise<void> {
  while ((await turnAlertClock(client, "COUNTY", new Date(`${day}T04:00:00Z`))) > 0);
}

async function alerts(): Promise<string[]> {
  const { rows } = await admin.query<{ line: string }>(
    "select clock || ' ' || colour || ' ' || turned_on as line from alert order by turned_on, clock, due_on",
  );
  return rows.map((row) => row.line);
}

async function journal(kind: string): Promise<{ event: string; object_id: string; actor: string; body: string }[]> {
  return (await admin.query("select * from journal where object_kind = $1 order by entry", [kind])).rows;
}

/** Each alert has one entry of the journal, and each entry its alert. */
async function expectOneEntryEach(): Promise<void> {
  const { rows } = await admin.query("select id from alert order by id");
  const entries = await journal("Alert");
  expect(entries.map((entry) => entry.object_id).sort()).toEqual(rows.map((row) => row.id));
}

test("a running clock turns yellow once and red once, on the days when it does", async () => {
  // due on 31 March, yellow from 24 March on
  const { id } = await aTarget(admin, { reported_on: "2026-03-01" });
  for (const day of ["2026-03-23", "2026-03-24", "2026-03-24", "2026-03-31", "2026-04-01", "2026-04-20"])
    await turn(day);
  expect(await alerts()).toEqual(["HEARING YELLOW 2026-03-24", "HEARING RED 2026-04-01"]);
  const entries = await journal("Alert");
  expect(entries.map(({ event, actor }) => [event, actor])).toEqual([
    ["AlertTurnedYellow", "platform"],
    ["AlertTurnedRed", "platform"],
  ]);
  expect(JSON.parse(entries[1]?.body ?? "")).toMatchObject({
    office: "990101",
    actor: "platform",
    at: "2026-04-01T04:00:00.000000Z",
    details: { targetId: id, clock: "HEARING", startedOn: "2026-03-01", dueOn: "2026-03-31", turnedOn: "2026-04-01" },
  });
  await expectOneEntryEach();
});

test("a day begins in Shanghai: before midnight there it is still yesterday", async () => {
  await aTarget(admin, { reported_on: "2026-03-01" });
  await turnAlertClock(worker, "COUNTY", new Date("2026-03-23T15:59:59Z"));
  expect(await alerts()).toEqual([]);
  await turnAlertClock(worker, "COUNTY", new Date("2026-03-23T16:00:00Z"));
  expect(await alerts()).toEqual(["HEARING YELLOW 2026-03-24"]);
});

test("a worker that was away over the yellow days writes the present colour only", async () => {
  await aTarget(admin, { reported_on: "2026-03-01" });
  await turn("2026-05-01");
  expect(await alerts()).toEqual(["HEARING RED 2026-05-01"]);
});

test("a clock that was met, a right that lapsed and a green clock turn nothing", async () => {
  await aTarget(admin, { reported_on: "2026-03-01", heard_on: "2026-03-10", status: "HEARD" });
  await aTarget(admin, { fed_back_on: "2026-03-02", rectification_started_on: "2026-03-03", status: "RECTIFYING" });
  await turn("2026-03-17");
  expect((await alerts()).filter((line) => !line.startsWith("FEEDBACK"))).toEqual([]);
});

test("a due date that was moved is another one, and turns again", async () => {
  await aTarget(admin, { reported_on: "2026-03-01" });
  await turn("2026-04-01");
  await admin.query(
    `insert into deadline_policy (id, office, clock, days, unit, warning_days, valid_from, source)
     values ('own', '990101', 'HEARING', 60, 'CALENDAR', 7, '2026-01-01', '延长（虚构）')`,
  );
  await turn("2026-04-02");
  expect(await alerts()).toEqual(["HEARING RED 2026-04-01"]);
  await turn("2026-04-28");
  expect(await alerts()).toEqual(["HEARING RED 2026-04-01", "HEARING YELLOW 2026-04-28"]);
});

test("a claim that waits too long turns, with its finding", async () => {
  const target = await aTarget(admin, { status: "RECTIFYING" });
  const finding = await aFindingRow(admin, target, "CLAIMED_DONE", "2026-03-02T02:00:00Z");
  await turn("2026-03-24");
  const { rows } = await admin.query("select finding_id, colour from alert");
  expect(rows).toEqual([{ finding_id: finding, colour: "RED" }]);
});

test("two workers at once write each change once", async () => {
  const COUNT = 700;
  const { id } = await aTarget(admin, { reported_on: "2026-03-01" });
  await admin.query(
    `insert into round_target (id, office, round_id, unit_id, unit_name, region, status, version, added_at, reported_on)
     select 'county:many' || n, office, round_id, 'county:many' || n, '虚构', region, status, 1, added_at, reported_on
     from round_target, generate_series(2, $2::int) n where id = $1`,
    [id, COUNT],
  );
  const second = await book.connect("worker");
  await Promise.all([turn("2026-05-01", worker), turn("2026-05-01", second)]);
  expect(await alerts()).toHaveLength(COUNT);
  await expectOneEntryEach();
});

testWhole?.(
  "a worker that is killed in the middle leaves nothing half-written, and the next one nothing out",
  async () => {
    const COUNT = 30;
    for (let i = 0; i < COUNT; i++) await aTarget(admin, { reported_on: "2026-01-01" });
    const aWorker = async () => {
      const port = await freePort();
      const env = { DATABASE_URL: book.database.urls.worker, WORKER_PORT: `${port}`, LOG_LEVEL: "warn" };
      return new PlatformProcess("subgraphs/county/worker.js", env, `http://127.0.0.1:${port}/health/ready`);
    };
    const gate = await book.connect("admin");
    await gate.query("begin; lock table journal in share mode");
    const first = await aWorker();
    const ended = first.start().catch(() => {}); // it may wait at the gate before it was ever ready
    try {
      // the alerts are inserted, their entries wait at the gate
      await until("the worker waits for the journal", async () => (await waitingFor("journal")) > 0);
    } finally {
      await first.kill();
      await ended;
      await gate.query("rollback"); // else whoever writes after a failure waits too
    }
    await until("the killed worker's connections are gone", async () => (await workersConnected()) === 0);
    expect(await alerts()).toEqual([]);
    expect(await journal("Alert")).toEqual([]);
    const next = await Promise.all([aWorker(), aWorker()]);
    await Promise.all(next.map((process) => process.start()));
    await until("every alert is written", async () => (await alerts()).length === COUNT);
    // beside the clock, a worker folds the figures
    await aFindingRow(admin, await aTarget(admin), "REPORTED", "2026-03-01T00:00:00Z");
    await until("the figures are folded", async () => {
      const { rowCount } = await admin.query("select from figure_delta limit 1");
      return rowCount === 0;
    });
    await Promise.all(next.map((process) => process.kill()));
    await turn("2030-01-01");
    expect(await alerts()).toHaveLength(COUNT);
    await expectOneEntryEach();
  },
);

async function waitingFor(table: string): Promise<number> {
  const { rows } = await admin.query<{ count: number }>(
    "select count(*)::int from pg_locks where relation = $1::regclass and not granted",
    [table],
  );
  return rows[0]?.count ?? 0;
}

async function workersConnected(): Promise<number> {
  const { rows } = await admin.query<{ count: number }>(
    `select count(*)::int from pg_stat_activity
     where datname = current_database() and application_name = 'inspection-worker'`,
  );
  return rows[0]?.count ?? 0;
}

describe("obligations", () => {
  async function obligations(): Promise<string[]> {
    const { rows } = await admin.query<{ line: string }>(
      "select kind || ' ' || ordinal || ' ' || due_on as line from obligation order by kind, ordinal",
    );
    return rows.map((row) => row.line);
  }

  test("are scheduled as long as the rectification lasts, also for the weeks when the worker was away", async () => {
    const { id } = await aTarget(admin, { rectification_started_on: "2026-03-02", status: "RECTIFYING" });
    await turn("2026-03-03");
    const first = ["MONTHLY_ASSESSMENT 1 2026-04-02", "QUARTERLY_REPORT 1 2026-06-02", "WEEKLY_URGING 1 2026-03-09"];
    expect(await obligations()).toEqual(first);
    await turn("2026-03-09");
    expect(await obligations()).toEqual(first);
    await turn("2026-03-24");
    const weeks = ["2026-03-16", "2026-03-23", "2026-03-30"].map((due, i) => `WEEKLY_URGING ${i + 2} ${due}`);
    expect(await obligations()).toEqual([...first, ...weeks]);
    expect((await journal("Obligation")).map(({ event, actor }) => `${event} ${actor}`)).toEqual(
      Array.from({ length: 6 }, () => "ObligationScheduled platform"),
    );
    await admin.query("update round_target set status = 'EVALUATED', evaluated_on = '2026-03-25' where id = $1", [id]);
    await turn("2026-12-31");
    expect(await obligations()).toHaveLength(6);
  });

  test("of a rectification that is entered late begin with the present week, month and quarter", async () => {
    await aTarget(admin, { rectification_started_on: "2025-03-03", status: "RECTIFYING" });
    await turn("2026-03-03");
    expect(await obligations()).toEqual([
      "MONTHLY_ASSESSMENT 12 2026-03-03",
      "QUARTERLY_REPORT 4 2026-03-03",
      "WEEKLY_URGING 53 2026-03-09",
    ]);
  });

  test("are scheduled once by two workers", async () => {
    await aTarget(admin, { rectification_started_on: "2026-03-02", status: "RECTIFYING" });
    const second = await book.connect("worker");
    await Promise.all([turn("2026-03-03", worker), turn("2026-03-03", second)]);
    expect(await obligations()).toHaveLength(3);
    expect(await journal("Obligation")).toHaveLength(3);
  });
});

test.each([
  ["select title from finding", /permission denied/],
  ["select note from round_target", /permission denied/],
  ["update alert set colour = 'RED'", /permission denied/],
  ["delete from alert", /permission denied/],
  ["update obligation set note = 'x'", /permission denied/],
  ["update round_target set status = 'HEARD'", /permission denied/],
  [
    `insert into journal (office, event, object_kind, object_id, object_version, actor, at, body)
     values ('990101', 'x', 'x', 'x', 1, 'county:990101.clerk', now(), '{}')`,
    /row-level security/,
  ],
])("the worker may not: %s", async (statement, refusal) => {
  await expect(worker.query(statement)).rejects.toThrow(refusal);
});

test("the worker sees no finding but the claims that wait", async () => {
  const target = await aTarget(admin, { status: "RECTIFYING" });
  await aFindingRow(admin, target, "DRAFT", "2026-03-02T02:00:00Z");
  const claimed = await aFindingRow(admin, target, "CLAIMED_DONE", "2026-03-02T02:00:00Z");
  expect((await worker.query("select id from finding")).rows).toEqual([{ id: claimed }]);
});

test("an order that waits is told of once yellow and once red, on the days when it turns, and anew for a new day", async () => {
  const order = async (id: string, office: string, more: string) =>
    admin.query(
      `insert into office_order (id, office, issuer, addressee, issue_id, kind, title, request, issued_at, issued_by, synthetic, status,
         status_at, version, receipt_due_on, due_on, warning_days)
       values ($1, $2, '9901', '990101', 'city:issue', 'TASK', '虚构', '虚构', '2026-03-02T01:00:00Z', 'city:9901.director', true, ${more})`,
      [id, office],
    );
  await order("city:waits", "990101", "'ACCEPTED', now(), 2, '2026-03-05', '2026-03-20', 3");
  await order("city:answered", "990101", "'REPORTED_BACK', now(), 3, '2026-03-05', '2026-03-20', 3");
  for (const day of ["2026-03-16", "2026-03-17", "2026-03-18", "2026-03-20", "2026-03-21", "2026-04-20"])
    await turn(day);
  const told = async () =>
    (await journal("ReceivedOrder")).map(({ event, object_id, actor, body }) => [
      ...[event, object_id, actor],
      (JSON.parse(body) as { details: { dueOn: string } }).details.dueOn,
    ]);
  const once = [
    ["OrderTurnedYellow", "city:waits", "platform", "2026-03-20"],
    ["OrderTurnedRed", "city:waits", "platform", "2026-03-20"],
  ];
  expect(await told()).toEqual(once);
  await admin.query("update office_order set status = 'RETURNED', due_on = '2026-05-08' where id = 'city:waits'");
  for (const day of ["2026-04-21", "2026-05-09"]) await turn(day);
  expect(await told()).toEqual([...once, ["OrderTurnedRed", "city:waits", "platform", "2026-05-08"]]);
  await admin.query("delete from office_order");
});
