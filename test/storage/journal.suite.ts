import { createHash } from "node:crypto";
import type { Client } from "pg";
import { refuse } from "../../subgraphs/domain/refusals";
import { appendJournal, type JournalEntry } from "../../subgraphs/journal/append";
import { sequenceJournal } from "../../subgraphs/journal/sequence";
import type { Db } from "../../subgraphs/storage/db";
import { aGate } from "../support/gate";
import { until } from "../support/until";
import { whileNobodyLoads } from "../support/whileNobodyLoads";
import { aClerk, type CountyBook, openCountyBook, somebodyWaits } from "./countyBook";

const AT = "2026-03-01T02:03:04.567890Z";
const CLERK = aClerk();
let book: CountyBook;
let admin: Client;

beforeAll(async () => {
  book = await openCountyBook();
  admin = await book.connect("admin");
});
/** Only a superuser who switches the guards off empties a journal. */
beforeEach(() =>
  admin.query("set session_replication_role = replica; truncate journal; set session_replication_role = origin"),
);
afterAll(() => book.dispose());

function anEntry(objectId: string, objectVersion: number): JournalEntry {
  const details = { note: '引号 " 与\n换行' };
  return { office: "990101", event: "TermOpened", objectKind: "Term", objectId, objectVersion, details };
}

function append(db: Db, objectId: string, ...versions: number[]): Promise<void> {
  const entries = versions.map((version) => anEntry(objectId, version));
  return appendJournal(db, CLERK.person, AT, entries);
}

function write(objectId: string, ...versions: number[]): Promise<object> {
  return book.session(CLERK).write(async (db) => {
    await append(db, objectId, ...versions);
    return {};
  });
}

interface Numbered {
  entry: number;
  object_id: string;
  object_version: number;
  body: string;
  number: number;
  previous_hash: Buffer;
  hash: Buffer;
}

/** The numbered part, in its order, after its numbers and its chain were checked by the written rule. */
async function readChain(): Promise<Numbered[]> {
  const { rows } = await admin.query<Numbered>("select * from journal where number is not null order by number");
  let previous = Buffer.alloc(32);
  rows.forEach((row, i) => {
    const hash = createHash("sha256")
      .update(previous)
      .update(`${i + 1}\n${row.body}`)
      .digest();
    expect({ number: row.number, previous: row.previous_hash.toString("hex") }).toEqual({
      number: i + 1,
      previous: previous.toString("hex"),
    });
    expect(row.hash.toString("hex")).toBe(hash.toString("hex"));
    previous = hash;
  });
  return rows;
}

describe("an entry of the journal", () => {
  test.each([
    ["subgraph", "update journal set body = 'x'", /permission denied/],
    ["subgraph", "update journal set number = 9", /permission denied/],
    ["subgraph", "delete from journal", /permission denied/],
    ["subgraph", "truncate journal", /permission denied/],
    ["worker", "update journal set body = 'x'", /permission denied/],
    ["worker", "update journal set at = now()", /permission denied/],
    ["worker", "delete from journal", /permission denied/],
    ["worker", "truncate journal", /permission denied/],
    ["worker", "insert into journal select * from journal", /permission denied|cannot insert/],
    ["owner", "update journal set body = 'x'", /append-only/],
    ["owner", "update journal set body = 'x', number = 9 where number is null", /append-only/],
    ["owner", "update journal set number = number + 1 where number is not null", /append-only/],
    ["owner", "update journal set number = null, hash = null, previous_hash = null", /append-only/],
    ["owner", "delete from journal", /append-only/],
    ["owner", "truncate journal", /append-only/],
    ["admin", "update journal set body = 'x'", /append-only/],
    ["admin", "delete from journal", /append-only/],
  ] as const)("is not changed by the %s: %s", async (role, statement, refusal) => {
    await write("numbered", 1);
    await sequenceJournal(await book.connect("worker"));
    await write("pending", 1);
    const before = await admin.query("select * from journal order by entry");
    const client = await book.connect(role);
    await expect(client.query(statement)).rejects.toThrow(refusal);
    expect((await admin.query("select * from journal order by entry")).rows).toEqual(before.rows);
  });

  test("is not passed by by the owner", async () => {
    const client = await book.connect("owner");
    const passing = () => client.query("set session_replication_role = replica");
    await whileNobodyLoads(() => expect(passing()).rejects.toThrow(/permission denied/));
  });

  test("keeps its number from the worker that gave it", async () => {
    await write("numbered", 1);
    const worker = await book.connect("worker");
    await sequenceJournal(worker);
    const { rowCount } = await worker.query("update journal set number = 7, hash = '\\x00' where number = 1");
    expect(rowCount).toBe(0);
    expect(await readChain()).toHaveLength(1);
  });

  test("is written in the own name only", async () => {
    const forged = book.session(CLERK).write(async (db) => {
      await appendJournal(db, "county:990101.director", AT, [anEntry("forged", 1)]);
      return {};
    });
    await expect(forged).rejects.toThrow(/row-level security/);
    expect((await admin.query("select from journal")).rowCount).toBe(0);
  });

  test("says in its hashed text what its columns say", async () => {
    await write("told", 4);
    const { rows } = await admin.query("select * from journal");
    const { office, event, object_kind, object_id, object_version, actor, body } = rows[0];
    expect(JSON.parse(body)).toEqual({ ...anEntry("told", 4), actor: CLERK.person, at: AT });
    expect([office, event, object_kind, object_id, object_version, actor]).toEqual([
      "990101",
      "TermOpened",
      "Term",
      "told",
      4,
      CLERK.person,
    ]);
  });

  test("is read by the own office alone, and not by an office next door", async () => {
    await write("ours", 1);
    const count = async (office: string) => {
      const session = book.session(aClerk({ person: `county:${office}.clerk`, office }));
      const rows = await session.read((db) => db.rows("select 1 from journal"));
      await session.close();
      return rows.length;
    };
    expect([await count("990101"), await count("990102")]).toEqual([1, 0]);
  });
});

describe("the sequencer", () => {
  test("numbers nothing where nothing happened", async () => {
    expect(await sequenceJournal(await book.connect("worker"))).toBe(0);
  });

  test("loses nobody who commits late: 8 writers who append in one order and commit in the other", async () => {
    const worker = await book.connect("worker");
    for (let turn = 1; turn <= 5; turn++) await appendForwardsCommitBackwards(worker, turn);
    const chain = await readChain();
    expect(chain).toHaveLength(5 * 8 * 2);
    const entries = chain.map((row) => row.entry);
    expect(entries).not.toEqual([...entries].sort((a, b) => a - b));
    for (let writer = 0; writer < 8; writer++) {
      const versions = chain.filter((row) => row.object_id === `object-${writer}`).map((row) => row.object_version);
      expect(versions).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    }
  });

  /** The last of 8 to append is the first to commit, and a pass follows each commit. */
  async function appendForwardsCommitBackwards(worker: Client, turn: number): Promise<void> {
    const appended = Array.from({ length: 8 }, aGate);
    const numbered = Array.from({ length: 8 }, aGate);
    await Promise.all(
      appended.map(async (gate, i) => {
        await appended[i - 1]?.opened;
        await book.session(CLERK).write(async (db) => {
          await append(db, `object-${i}`, 2 * turn - 1, 2 * turn);
          gate.open();
          await numbered[i + 1]?.opened;
          return {};
        });
        expect(await sequenceJournal(worker)).toBe(2);
        numbered[i]?.open();
      }),
    );
  }

  test("is one, however many are started: two of them beside 8 writers number each entry once", async () => {
    const sequencers = await Promise.all([book.connect("worker"), book.connect("worker")]);
    let writing = true;
    const passes = sequencers.map(async (client) => {
      let numbered = 0;
      while (writing) numbered += await sequenceJournal(client);
      return numbered + (await sequenceJournal(client));
    });
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let version = 1; version <= 20; version++) await write(`object-${writer}`, version);
      }),
    );
    writing = false;
    const [first, second] = (await Promise.all(passes)) as [number, number];
    const chain = await readChain();
    expect(chain).toHaveLength(160);
    expect(first + second).toBe(160);
    for (let writer = 0; writer < 8; writer++) {
      const versions = chain.filter((row) => row.object_id === `object-${writer}`).map((row) => row.object_version);
      expect(versions).toEqual([...versions].sort((a, b) => a - b));
    }
  });

  test("leaves no gap where a change was refused or failed", async () => {
    await write("first", 1);
    await book.session(CLERK).write(async (db) => {
      await append(db, "refused", 1);
      return refuse("STALE_VERSION");
    });
    const failed = book.session(CLERK).write(async (db) => {
      await append(db, "failed", 1);
      throw new Error("the change fails");
    });
    await expect(failed).rejects.toThrow("the change fails");
    await write("last", 1);
    expect(await sequenceJournal(await book.connect("worker"))).toBe(2);
    const chain = await readChain();
    expect(chain.map((row) => row.object_id)).toEqual(["first", "last"]);
    expect((chain[1] as Numbered).entry - (chain[0] as Numbered).entry).toBeGreaterThan(1);
  });

  test("that is killed in the middle of a pass leaves nothing half-numbered", async () => {
    await write("object", 1, 2, 3);
    const worker = await book.connect("worker");
    const lost = new Promise((resolve) => worker.once("error", resolve));
    const { rows } = await worker.query<{ pid: number }>("select pg_backend_pid() as pid");
    const holder = await book.connect("owner");
    await holder.query("begin; select from journal for update");
    const pass = sequenceJournal(worker);
    const failed = expect(pass).rejects.toThrow();
    await until("the pass waits for the held entry", () => somebodyWaits(admin));
    await admin.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
    await Promise.all([failed, lost]);
    await holder.query("rollback");
    expect(await readChain()).toHaveLength(0);
    expect(await sequenceJournal(await book.connect("worker"))).toBe(3);
    expect(await readChain()).toHaveLength(3);
  });

  test("goes on after a pass that failed", async () => {
    await write("object", 1);
    const worker = await book.connect("worker");
    const holder = await book.connect("owner");
    await holder.query("begin; select from journal for update");
    await worker.query("set lock_timeout = '50ms'");
    await expect(sequenceJournal(worker)).rejects.toThrow(/lock timeout/);
    await holder.query("rollback");
    expect(await sequenceJournal(worker)).toBe(1);
    expect(await readChain()).toHaveLength(1);
  });

  test("works off a long backlog in bounded steps", async () => {
    const versions = Array.from({ length: 1_203 }, (_, i) => i + 1);
    await write("object", ...versions);
    const worker = await book.connect("worker");
    expect([await sequenceJournal(worker), await sequenceJournal(worker), await sequenceJournal(worker)]).toEqual([
      1_000, 203, 0,
    ]);
    expect((await readChain()).map((row) => row.object_version)).toEqual(versions);
  });
});
