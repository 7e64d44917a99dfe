import type { DataSource } from "typeorm";
import type { Role, Standing } from "../../schema/contract/standing";
import { createTierDataSource } from "../../subgraphs/storage/dataSource";
import { Session } from "../../subgraphs/storage/session";
import { KeyFolder } from "../../subgraphs/trust/clue/keyFolder";
import { marksOfCaller } from "../../subgraphs/trust/clue/tierSecret";
import type { Versioned } from "../support/caller";
import { aClue, type ClueHands, clueHands, clueUntil } from "../support/clueCustody";
import { borrowPlatform, type TestPlatform } from "../support/platform";

// What the database itself gives to somebody under the runtime role, whatever the services ask it.

let platform: TestPlatform;
let runtime: DataSource;
let hands: ClueHands;
let clue: Versioned;
let keys: KeyFolder;
const SUBJECT = "county:990101.subject";

beforeAll(async () => {
  platform = await borrowPlatform();
  hands = await clueHands(platform);
  clue = await clueUntil(hands, "RECEIVED", aClue({ subject: { accountIds: [SUBJECT] }, reporter: "来信人（虚构）" }));
  keys = new KeyFolder(platform.tiers.county.keysDir);
  runtime = await createTierDataSource(platform.tiers.county.database.urls.subgraph).initialize();
});
afterAll(() => runtime?.destroy());

function aPerson(roles: Role[], office = "990101", person = `county:${office}.somebody`): Standing {
  return { person, tier: "COUNTY", office, roles, recusals: [], rightsEpoch: 1 };
}

const TABLES = [
  "clue",
  "clue_part",
  "clue_key",
  "clue_reporter",
  "clue_subject",
  "clue_custody",
  "clue_receipt",
  "clue_alert",
];

/** Carries statements out as somebody, and takes all of it back.
 * @returns how many rows each gave or changed, or why not */
async function rowsOf(standing: Standing, statements: readonly string[], marks?: readonly string[]) {
  const found: (number | string)[] = [];
  for (const statement of statements) {
    const session = new Session(runtime, standing);
    const outcome = session.write(async (db) => {
      await db.rows("select set_config('app.clue_marks', $1, true)", [
        `{${(marks ?? marksOfCaller(keys.tierSecret(), standing)).join(",")}}`,
      ]);
      found.push((await db.rows(statement)).length);
      throw new Error("nothing of it stays");
    });
    await outcome.catch((cause: Error) => {
      if (cause.message !== "nothing of it stays") found.push(cause.message);
    });
    await session.end();
  }
  return found;
}
const reading = TABLES.map((table) => `select 1 from ${table}`);

test("the two sides read what they hold; the reporter is the registering custody's alone", async () => {
  expect(await rowsOf(aPerson(["CUSTODIAN"]), reading)).toEqual([1, 1, 1, 1, 0, 2, 1, 0]);
  expect(await rowsOf(aPerson(["DISCIPLINE"]), reading)).toEqual([1, 1, 1, 0, 0, 2, 1, 0]);
});

test("the reporter's key is wrapped anew by the registering custody alone, and not by whom the clue concerns", async () => {
  const anew = [`update clue_reporter set generation = 'x', wrapped = '' where clue_id = '${clue.id}' returning 1`];
  expect(await rowsOf(aPerson(["CUSTODIAN"]), anew)).toEqual([1]);
  const subject = aPerson(["CUSTODIAN"], "990101", SUBJECT);
  for (const other of [aPerson(["DISCIPLINE"]), aPerson(["CUSTODIAN"], "990102"), subject]) {
    expect(await rowsOf(other, anew)).toEqual([0]);
  }
});

test.each<[string, Standing]>([
  ["everybody else of the office", aPerson(["CLERK", "DIRECTOR", "APPROVER", "COORDINATOR", "DISPLAY"])],
  ["its administrators", aPerson(["SYSTEM_ADMIN", "SECURITY_ADMIN", "AUDIT_ADMIN"])],
  ["another department", aPerson(["ORGANISATION", "RESIDENT_GROUP", "PUBLICITY", "DEPARTMENT"])],
  ["the neighbour", aPerson(["CUSTODIAN", "DISCIPLINE"], "990102")],
  ["the city", aPerson(["CUSTODIAN", "DISCIPLINE", "DIRECTOR"], "9901", "city:9901.x")],
  ["the province", aPerson(["CUSTODIAN", "DISCIPLINE", "DIRECTOR"], "99", "province:99.x")],
  ["nobody", aPerson([], "", "")],
])("%s: nothing", async (_, standing) => {
  expect(await rowsOf(standing, reading)).toEqual(TABLES.map(() => 0));
  const journal = `select 1 from journal where object_id = '${clue.id}'`;
  expect(await rowsOf(standing, [journal])).toEqual([0]);
});

test("whom it concerns reads nothing but the mark, as a custodian too, and nobody reads without saying the own marks", async () => {
  const subject = aPerson(["CUSTODIAN", "DISCIPLINE"], "990101", SUBJECT);
  const [clues, parts, , reporters, marks, chains, receipts] = await rowsOf(subject, reading);
  expect([clues, parts, reporters, chains, receipts]).toEqual([0, 0, 0, 0, 0]);
  expect(marks).toBe(1);
  expect((await rowsOf(aPerson(["CUSTODIAN"]), reading, [])).slice(0, 2)).toEqual([0, 0]);
});

test("an office on paper has no custodian above it", async () => {
  const keeper = aPerson(["CLERK", "DIRECTOR", "CUSTODIAN"], "9901", "city:9901.x");
  await platform.sql("county", "update office set enrolment = 'ON_PAPER' where code = '990101'");
  try {
    const acting = reading.map(
      (statement) => `with s as (select set_config('app.on_behalf', '990101', true)) ${statement}, s`,
    );
    expect(await rowsOf(keeper, acting)).toEqual(TABLES.map(() => 0));
  } finally {
    await platform.sql("county", "update office set enrolment = 'ENROLLED' where code = '990101'");
  }
});

test("nothing that was sealed or signed is changed, by its holders neither", async () => {
  const of = `where clue_id = '${clue.id}'`;
  const forbidden = [
    `update clue set sealed_hash = 'x' where id = '${clue.id}' returning 1`,
    `update clue set registered_by = 'x' where id = '${clue.id}' returning 1`,
    `update clue_part set sealed = '' ${of} returning 1`,
    `update clue_custody set statement = 'x' ${of} returning 1`,
    `update clue_subject set mark = 'x' ${of} returning 1`,
    `update clue_reporter set sealed = '' ${of} returning 1`,
    `delete from clue_custody ${of} returning 1`,
    "truncate clue_part",
    `update clue_declaration set declared = 5 returning 1`,
  ];
  for (const roles of [["CUSTODIAN"], ["DISCIPLINE"]] as Role[][]) {
    const outcome = await rowsOf(aPerson(roles), forbidden);
    expect(outcome).toEqual(forbidden.map(() => expect.stringMatching(/permission denied/)));
  }
  // signed already: the trigger keeps it
  const again = `update clue_custody set to_signature = 'x', to_key = 'x' ${of} and sequence = 2 returning 1`;
  expect(await rowsOf(aPerson(["DISCIPLINE"]), [again])).toEqual([expect.stringMatching(/only added to/)]);
});

test("nobody puts a row beside somebody else's clue", async () => {
  const row = (table: string, columns: string, values: string) =>
    `insert into ${table} (id, office, clue_id, owner, ${columns}) values ('x', '990101', '${clue.id}', '990101:INSPECTION', ${values}) returning 1`;
  const attempts = [
    row("clue_key", "holder, generation, wrapped, at", "'990102:DISCIPLINE', 'x', '', now()"),
    row("clue_part", "number, kind, written_by, at, sealed", "9, 'SEAL', 'county:990102.somebody', now(), ''"),
    row("clue_alert", "on_day, sealed", "current_date, ''"),
    row(
      "clue_custody",
      "sequence, event, from_custody, to_custody, at, statement, hash, from_key, from_signature",
      "9, 'REFERRED', '990101:INSPECTION', '990102:DISCIPLINE', now(), '', '', '', ''",
    ),
    `insert into clue_receipt (id, office, clue_id, sender, receiver, status, version, arrived_at)
     values ('x', '990102', '${clue.id}', '990101:INSPECTION', '990102:DISCIPLINE', 'IN_TRANSIT', 1, now())`,
    `insert into clue (id, office, owner, status, version, pointer_only, has_reporter, sealed_hash, registered_by, registered_at, synthetic)
     values ('x', '990101', '990101:INSPECTION', 'REGISTERED', 1, false, false, 'x', 'county:990102.somebody', now(), true)`,
    `insert into clue_declaration (id, office, round_id, targets, declared_by, declared_at, synthetic)
     values ('x', '990101', 'x', 3, 'county:990102.somebody', now(), true)`,
  ];
  for (const standing of [aPerson(["CUSTODIAN", "DISCIPLINE"], "990102"), aPerson(["DIRECTOR", "CLERK"])]) {
    const outcome = await rowsOf(standing, attempts);
    expect(outcome).toEqual(attempts.map(() => expect.stringMatching(/row-level security/)));
  }
});

test("parcels are the unpacking's alone: no holder reads or writes one in passing, and the worker reads what leaves and no more", async () => {
  const columns = "(id, office, way, kind, from_custody, to_custody, body, at)";
  const parcel = (id: string, way: string) =>
    `insert into sealed_parcel ${columns} values ('${id}', '990101', '${way}', 'ClueReferred', '9901:INSPECTION', '990101:DISCIPLINE', 'x', now())`;
  await platform.sql("county", parcel("in", "IN"));
  const ways = [
    "select 1 from sealed_parcel",
    "update sealed_parcel set outcome = 'SETTLED', settled_at = now() where id = 'in' returning 1",
    "select 1 from clue_known",
  ];
  for (const standing of [aPerson(["CUSTODIAN", "DISCIPLINE"]), aPerson(["DIRECTOR"]), aPerson(["SYSTEM_ADMIN"])]) {
    expect(await rowsOf(standing, ways)).toEqual([0, 0, 0]);
    const forged = [parcel("forged", "IN"), parcel("forged", "BACK"), parcel("forged", "OUT")];
    expect(await rowsOf(standing, forged)).toEqual(forged.map(() => expect.stringMatching(/row-level security/)));
  }
  const asWorker = async (text: string) => {
    try {
      return (await platform.sql("county", `begin; set local role tier_worker; ${text}`)).length;
    } catch (cause) {
      return (cause as Error).message;
    } finally {
      await platform.sql("county", "rollback");
    }
  };
  expect(await asWorker(parcel("out", "OUT"))).toMatch(/row-level security/);
  for (const forbidden of [
    "update sealed_parcel set body = ''",
    "delete from sealed_parcel",
    "select 1 from clue_key",
  ]) {
    expect(await asWorker(forbidden)).toMatch(/permission denied/);
  }
  await platform.sql("county", "begin; set local role tier_worker");
  expect(await platform.sql("county", "select 1 from sealed_parcel where way <> 'OUT'")).toEqual([]);
  await platform.sql("county", "rollback");
  // and nobody rewrites one
  await expect(platform.sql("county", "update sealed_parcel set body = 'y' where id = 'in'")).rejects.toThrow(
    /as it came/,
  );
  await expect(platform.sql("county", "delete from sealed_parcel where id = 'in'")).rejects.toThrow(/append-only/);
});

test("nobody refers a clue that is not there, and nobody disposes of one alone", async () => {
  const forged = `insert into clue_receipt (id, office, clue_id, sender, receiver, status, version, arrived_at)
    values ('x', '990101', 'county:nobody-has-it', '990101:DISCIPLINE', '990101:INSPECTION', 'IN_TRANSIT', 1, now()) returning 1`;
  const alone = `update clue_receipt set status = 'IN_DISPOSAL', proposed_by = 'county:990101.one', decided_by = 'county:990101.one'
    where clue_id = '${clue.id}' returning 1`;
  expect(await rowsOf(aPerson(["DISCIPLINE"]), [forged, alone])).toEqual([
    expect.stringMatching(/row-level security/),
    expect.stringMatching(/clue_receipt_second_person/),
  ]);
});
