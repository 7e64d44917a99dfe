import type { Client } from "pg";
import { appendJournal } from "../../subgraphs/journal/append";
import { hasStartedSince } from "../../subgraphs/storage/deadline/policy.repository";
import { aClerk, type CountyBook, openCountyBook } from "./countyBook";
import { aFindingRow, aTarget, type MadeTarget } from "./targets";

let book: CountyBook;
let admin: Client;
let target: MadeTarget;
let findingId: string;
const ACTION = "county:immediateaction0000001";

beforeAll(async () => {
  book = await openCountyBook();
  admin = await book.connect("admin");
  target = await aTarget(admin, { status: "ENTERED" });
  findingId = await aFindingRow(admin, target, "FACTS_EXCHANGED", "2026-03-10T00:00:00Z");
  await insert({});
  await appendJournal(
    { rows: (sql, values) => admin.query(sql, values).then(({ rows }) => rows) },
    "county:a",
    "2026-03-12T00:00:00Z",
    [
      {
        office: "990101",
        event: "ImmediateActionProposed",
        objectKind: "ImmediateAction",
        objectId: ACTION,
        objectVersion: 1,
        details: {},
      },
    ],
  );
});
afterAll(() => book.dispose());

/** An action that is confirmed, but for what is changed. As superuser. */
async function insert(changes: object): Promise<void> {
  const row = {
    ...{ id: ACTION, office: "990101", round_id: target.roundId, target_id: target.id, unit_id: target.unitId },
    ...{ region: "990101001001", finding_ids: [findingId], kind: "RECTIFY_AT_ONCE", description: "虚构" },
    ...{ status: "CONFIRMED", status_on: "2026-03-15", version: 4, synthetic: true },
    ...{ proposed_on: "2026-03-12", proposed_at: "2026-03-12T00:00:00Z", proposed_by: "county:a" },
    ...{ authorised_on: "2026-03-13", authorised_by: "county:b", document_number: "虚立1号" },
    ...{ done_on: "2026-03-14", done_by: "county:a", proof: "照片（虚构）" },
    ...{ confirmed_on: "2026-03-15", confirmed_by: "county:b" },
    ...changes,
  };
  await admin.query("insert into immediate_action select * from json_populate_record(null::immediate_action, $1)", [
    row,
  ]);
}

async function countAs(recusals: Parameters<typeof aClerk>[0], table: string): Promise<number> {
  const session = book.session(aClerk(recusals));
  try {
    const [row] = await session.read((db) => db.rows<{ count: number }>(`select count(*)::int as count from ${table}`));
    return row?.count as number;
  } finally {
    await session.close();
  }
}

test("who is recused from a finding that an action names reads neither the action nor its history, and counts it", async () => {
  const recused = { recusals: [{ scope: "FINDING" as const, subject: findingId }] };
  const asked = ["immediate_action", "journal", "immediate_action_cell"];
  expect(await Promise.all(asked.map((table) => countAs({}, table)))).toEqual([1, 1, 1]);
  expect(await Promise.all(asked.map((table) => countAs(recused, table)))).toEqual([0, 0, 1]);
});

test.each([
  ["that its proposer authorised", { authorised_by: "county:a" }, "immediate_action_two_people"],
  ["that was confirmed by who did it", { confirmed_by: "county:a" }, "immediate_action_two_people"],
  ["without a document", { document_number: null }, "immediate_action_authorised"],
  ["that is done without proof", { proof: null }, "immediate_action_done"],
  ["that is confirmed by nobody", { confirmed_by: null }, "immediate_action_confirmed"],
  ["that hands over to nobody", { kind: "TRANSFER_WHILE_INSPECTING" }, "immediate_action_transfer"],
  ["that recovered nothing", { recovered_fen: 0, recovered_qualifier: "EXACT" }, "immediate_action_recovered"],
  [
    "that recovered too much",
    { recovered_fen: "10000000000001", recovered_qualifier: "EXACT" },
    "immediate_action_recovered",
  ],
  ["with an amount that does not say how exact it is", { recovered_fen: 1 }, "immediate_action_qualifiers"],
])("the database takes no action %s", async (_, changes, constraint) => {
  await expect(insert({ id: "county:immediateaction0000002", ...changes })).rejects.toMatchObject({ constraint });
});

test("a finding that was rectified at once was never claimed: the clock of claims has not started by it", async () => {
  await admin.query("update finding set status = 'VERIFIED', status_at = '2026-03-15T01:00:00Z' where id = $1", [
    findingId,
  ]);
  const started = async () => {
    const session = book.session(aClerk({ roles: ["DIRECTOR"] }));
    try {
      return await session.read((db) => hasStartedSince(db, "990101", "REVIEW_OF_CLAIM", "2026-03-15"));
    } finally {
      await session.close();
    }
  };
  expect(await started()).toBe(false);
  await admin.query("update round_target set status = 'RECTIFYING' where id = $1", [target.id]);
  expect(await started()).toBe(true);
});
