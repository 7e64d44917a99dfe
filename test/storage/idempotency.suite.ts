import type { Client } from "pg";
import type { Standing } from "../../schema/contract/standing";
import { type Refused, refuse } from "../../subgraphs/domain/refusals";
import type { Db } from "../../subgraphs/storage/db";
import { once } from "../../subgraphs/storage/idempotency";
import { aGate } from "../support/gate";
import { until } from "../support/until";
import { aClerk, type CountyBook, openCountyBook, somebodyWaits } from "./countyBook";

// both may open terms
const CLERK = aClerk({ roles: ["CLERK", "DIRECTOR"] });
const DIRECTOR = aClerk({ person: "county:990101.director", roles: ["DIRECTOR"] });
let book: CountyBook;
let admin: Client;

beforeAll(async () => {
  book = await openCountyBook();
  admin = await book.connect("admin");
});
beforeEach(() => admin.query("delete from term; delete from idempotency"));
afterAll(() => book.dispose());

interface Request {
  by: Standing;
  mutation: string;
  key: string;
  arguments: unknown;
  work: (db: Db) => Promise<string[] | Refused>;
}

function request(wish: Partial<Request> = {}): Promise<string[] | Refused> {
  const { by, mutation, key, work, ...rest } = {
    by: CLERK,
    mutation: "openTerm",
    key: "key-1",
    arguments: { ordinal: 1 },
    work: openTerm,
    ...wish,
  };
  const attempt = { person: by.person, mutation, key, arguments: rest.arguments };
  return book.session(by).write((db) => once(db, attempt, () => work(db)));
}

let serial = 0;
/** Does something that cannot be mistaken for having been done once: each time another row. */
async function openTerm(db: Db): Promise<string[]> {
  serial += 1;
  const id = `term-${serial}`;
  await db.rows(
    "insert into term (id, office, committee, ordinal, starts_on) values ($1, '990101', '甲县县委', $2, '2026-01-01')",
    [id, serial],
  );
  return [id];
}

async function termIds(): Promise<string[]> {
  const { rows } = await admin.query<{ id: string }>("select id from term order by ordinal");
  return rows.map((row) => row.id);
}

test("a retry gets what the first try made, and nothing is made again", async () => {
  const first = await request();
  expect(await request()).toEqual(first);
  expect(await request()).toEqual(first);
  expect(await termIds()).toEqual(first);
});

test("the same key twice at the same time does the work once", async () => {
  const [working, finish] = [aGate(), aGate()];
  const first = request({
    work: async (db) => {
      working.open();
      await finish.opened;
      return openTerm(db);
    },
  });
  await working.opened;
  const second = request();
  await until("the second waits for the first", () => somebodyWaits(admin));
  expect(await termIds()).toEqual([]);
  finish.open();
  expect(await second).toEqual(await first);
  expect(await termIds()).toEqual(await first);
});

test("ten retries at the same time make one thing", async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => request()));
  expect(new Set(answers.map(String)).size).toBe(1);
  expect(await termIds()).toEqual(answers[0]);
});

test("a retry that waited for a try that failed does the work", async () => {
  const [working, fail] = [aGate(), aGate()];
  const first = request({
    work: async () => {
      working.open();
      await fail.opened;
      throw new Error("the first try fails");
    },
  });
  const failed = expect(first).rejects.toThrow("the first try fails");
  await working.opened;
  const second = request();
  await until("the second waits for the first", () => somebodyWaits(admin));
  fail.open();
  await failed;
  const made = await second;
  expect(await termIds()).toEqual(made);
});

test("a key with other arguments is refused, and nothing is made", async () => {
  const first = await request();
  expect(await request({ arguments: { ordinal: 2 } })).toEqual({ refused: "IDEMPOTENCY_KEY_REUSED" });
  expect(await termIds()).toEqual(first);
  expect(await request()).toEqual(first);
});

test("the order in which a client writes its fields does not matter, at any depth", async () => {
  const first = await request({ arguments: { a: 1, b: { c: [{ d: 1, e: null }], f: "问题" } } });
  expect(await request({ arguments: { b: { f: "问题", c: [{ e: null, d: 1 }] }, a: 1 } })).toEqual(first);
  expect(await termIds()).toEqual(first);
});

test.each([
  ["the order of a list", { ids: ["b", "a"] }],
  ["a text for a number", { ids: ["a", "b"], version: "1" }],
  ["a field more", { ids: ["a", "b"], version: 1, note: null }],
  ["a field less", { ids: ["a", "b"] }],
  ["a list in a list", { ids: [["a", "b"]], version: 1 }],
])("%s is another request", async (_what, other) => {
  await request({ arguments: { ids: ["a", "b"], version: 1 } });
  expect(await request({ arguments: other })).toMatchObject({ refused: "IDEMPOTENCY_KEY_REUSED" });
});

test("a refusal is not kept: the same key succeeds once the obstacle is gone", async () => {
  const refusal = refuse("REASON_REQUIRED", "term-1");
  expect(await request({ work: async () => refusal })).toEqual(refusal);
  expect((await admin.query("select from idempotency")).rowCount).toBe(0);
  const made = await request({ arguments: { ordinal: 2 } });
  expect(await termIds()).toEqual(made);
});

test("what a refused change wrote before the refusal is gone, its key too", async () => {
  await request({
    work: async (db) => {
      await openTerm(db);
      return refuse("STALE_VERSION");
    },
  });
  expect(await termIds()).toEqual([]);
  expect((await admin.query("select from idempotency")).rowCount).toBe(0);
});

test("another person's same key is another request, and says nothing of the first", async () => {
  const first = await request();
  const second = await request({ by: DIRECTOR, arguments: { ordinal: 99 } });
  expect(second).not.toEqual(first);
  expect(await termIds()).toEqual([first, second].flat());
  const session = book.session(DIRECTOR);
  const seen = await session.read((db) => db.rows("select person from idempotency"));
  await session.close();
  expect(seen).toEqual([{ person: DIRECTOR.person }]);
});

test("another person does not wait for the first one's same key", async () => {
  const [working, finish] = [aGate(), aGate()];
  const first = request({
    work: async (db) => {
      working.open();
      await finish.opened;
      return openTerm(db);
    },
  });
  await working.opened;
  const made = [await request({ by: DIRECTOR })];
  finish.open();
  made.push(await first);
  expect(await termIds()).toEqual(made.flat());
});

test("mutation and key are apart: the same letters cut elsewhere are another request", async () => {
  const first = await request({ mutation: "openTerm", key: "s-1" });
  expect(await request({ mutation: "openTerms", key: "-1" })).not.toEqual(first);
});
