import type { DataSource } from "typeorm";
import type { Standing } from "../../schema/contract/standing";
import { createTierDataSource } from "../../subgraphs/storage/dataSource";
import { Session } from "../../subgraphs/storage/session";
import { aFiledRound, type CountyTarget, recall, submit } from "../exchange/books";
import { Party, untilShipped } from "../exchange/parties";

const county = new Party("COUNTY");
const city = new Party("CITY");
let dataSource: DataSource;
let standing: CountyTarget;
let recalled: CountyTarget;

beforeAll(async () => {
  await Promise.all([county.prepare(), city.prepare()]);
  county.start([city]);
  city.start([county]);
  standing = await aFiledRound(county);
  await submit(county, standing);
  recalled = await aFiledRound(county);
  await recall(county, recalled.office, await submit(county, recalled));
  await untilShipped(county, "9901");
  dataSource = await createTierDataSource(city.database.urls.subgraph).initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await Promise.all([county.dispose(), city.dispose()]);
});

function somebody(rights: Partial<Standing>): Standing {
  const clerk = { person: "city:9901.clerk", tier: "CITY", office: "9901", roles: ["CLERK"] } as const;
  return { ...clerk, recusals: [], rightsEpoch: 1, ...rights } as Standing;
}

/** What somebody reads of each table of copies: how many rows. */
async function reads(rights: Partial<Standing>): Promise<Record<string, number>> {
  const session = new Session(dataSource, somebody(rights));
  try {
    const counted: Record<string, number> = {};
    for (const table of [
      "received_round",
      "received_target",
      "received_publication",
      "received_finding",
      "received_cell",
    ]) {
      const [row] = await session.read((db) => db.rows<{ n: number }>(`select count(*)::int as n from ${table}`));
      counted[table.replace("received_", "")] = row?.n ?? -1;
    }
    return counted;
  } finally {
    await session.close();
  }
}

const NOTHING = { round: 0, target: 0, publication: 0, finding: 0, cell: 0 };
const ALL = { round: 2, target: 2, publication: 2, finding: 2, cell: 4 };

test("the office that received reads its copies, of a recalled version the tombstone alone", async () => {
  for (const role of ["CLERK", "DIRECTOR", "APPROVER", "COORDINATOR"] as const)
    expect(await reads({ roles: [role] })).toEqual(ALL);
});

test("nobody else does: another city, a county, a unit's people, a custodian, the other administrators", async () => {
  for (const office of ["9902", "99", "990101"]) expect(await reads({ office, roles: ["DIRECTOR"] })).toEqual(NOTHING);
  for (const role of [
    "UNIT_HEAD",
    "SUPERIOR_BODY",
    "CUSTODIAN",
    "DISCIPLINE",
    "SYSTEM_ADMIN",
    "SECURITY_ADMIN",
  ] as const) {
    expect(await reads({ roles: [role] })).toEqual(NOTHING);
  }
  expect(await reads({ roles: ["DISPLAY"] })).toEqual({ ...NOTHING, cell: 4 });
});

test("the audit role reads what was recalled, and nothing that stands", async () => {
  expect(await reads({ roles: ["AUDIT_ADMIN"] })).toEqual({ ...NOTHING, publication: 1, finding: 2 });
  expect(await reads({ roles: ["AUDIT_ADMIN"], office: "9902" })).toEqual(NOTHING);
});

test("a recusal binds copies: of the county, the round, one finding", async () => {
  const recusedFrom = (scope: "REGION" | "ROUND" | "FINDING", subject: string) =>
    reads({ recusals: [{ scope, subject }] });
  expect(await recusedFrom("REGION", "990101")).toEqual({ ...NOTHING, cell: 4 });
  expect(await recusedFrom("ROUND", standing.roundId)).toEqual({
    ...ALL,
    round: 1,
    target: 1,
    publication: 1,
    finding: 0,
  });
  expect(await recusedFrom("FINDING", standing.findingIds[0] as string)).toEqual({ ...ALL, finding: 1 });
});

test.each([
  ["the words of a message", "select payload from inbox"],
  ["its header", "select header from inbox"],
  ["what was lost, word by word", "select payload from exchange_loss"],
  ["what was sent", "select payload from outbox"],
  ["what is kept apart", "select * from exchange_quarantine"],
  ["a place in the inbox", "insert into inbox (source) values ('990101')"],
  ["a copy", "insert into received_publication (office, id) values ('9901', 'x')"],
  ["the words of a copy", "update received_finding set title = 'x'"],
  ["a tombstone", "update received_publication set recalled_at = null"],
  ["the worker's progress", "update exchange_progress set number = 0"],
])("%s is not the runtime role's, whoever asks", async (_, statement) => {
  const session = new Session(dataSource, somebody({ roles: ["DIRECTOR", "SYSTEM_ADMIN", "AUDIT_ADMIN"] }));
  await expect(session.write((db) => db.rows(statement))).rejects.toThrow(/permission denied/);
});

test("nobody but the direct superior's own decides, and nobody turns a tombstone or a decision round", async () => {
  const tries = async (rights: Partial<Standing>, where = "true") => {
    const session = new Session(dataSource, somebody({ roles: ["DIRECTOR"], ...rights }));
    const rows = await session.write((db) =>
      db.rows(`update received_publication set status = 'ACCEPTED', revision = 2 where ${where} returning id`),
    );
    return (rows as object[]).length;
  };
  expect(await tries({ office: "9902" })).toBe(0);
  expect(await tries({ roles: ["AUDIT_ADMIN"] })).toBe(0);
  expect(await tries({}, "status = 'RECALLED'")).toBe(0);
  expect(await tries({})).toBe(1);
  expect(await tries({}, "status = 'ACCEPTED'")).toBe(0);
});

test("the worker itself changes no word of what came in, and no head of another tier", async () => {
  for (const change of [
    "update received_finding set title = 'x'",
    "update received_publication set submitted_by = 'x'",
    "update exchange_witness set hash = 'x'",
  ]) {
    await expect(city.worker.query(change)).rejects.toMatchObject({ code: "42501" });
  }
});
