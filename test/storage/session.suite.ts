import fc from "fast-check";
import type { Client } from "pg";
import type { Role } from "../../schema/contract/standing";
import { refuse } from "../../subgraphs/domain/refusals";
import { createTierDataSource } from "../../subgraphs/storage/dataSource";
import type { Db } from "../../subgraphs/storage/db";
import { TermRow } from "../../subgraphs/storage/office/office.row";
import { rowsFor, toPage } from "../../subgraphs/storage/page";
import { MOST_KEPT } from "../../subgraphs/storage/prepared";
import { Session } from "../../subgraphs/storage/session";
import { aGate } from "../support/gate";
import { until } from "../support/until";
import { aClerk, type CountyBook, openCountyBook } from "./countyBook";

/** who may open terms, which most tests here do */
const ROLES: Role[] = ["CLERK", "DIRECTOR"];
const CLERK = aClerk({ roles: ROLES });
const NEIGHBOUR = aClerk({ person: "county:990102.clerk", office: "990102", roles: ROLES });
let book: CountyBook;
let admin: Client;

beforeAll(async () => {
  book = await openCountyBook();
  admin = await book.connect("admin");
});
beforeEach(() => admin.query("delete from term"));
afterAll(() => book.dispose());

async function openTerm(db: Db, id: string, office = "990101"): Promise<object> {
  await db.rows(
    `insert into term (id, office, committee, ordinal, starts_on)
     select $1, $2, '县委', 1 + count(*), '2026-01-01' from term`,
    [id, office],
  );
  return {};
}

async function termIds(): Promise<string[]> {
  const { rows } = await admin.query<{ id: string }>("select id from term order by id");
  return rows.map((row) => row.id);
}

function readTerms(db: Db): Promise<{ id: string }[]> {
  return db.rows<{ id: string }>("select id from term order by id");
}

function backend(db: Db): Promise<{ pid: number }[]> {
  return db.rows<{ pid: number }>("select pg_backend_pid() as pid");
}

describe("a write", () => {
  test("is there for everyone when it is answered", async () => {
    const answer = await book.session(CLERK).write(async (db) => {
      await openTerm(db, "a");
      return { ids: ["a"] };
    });
    expect(answer).toEqual({ ids: ["a"] });
    expect(await termIds()).toEqual(["a"]);
  });

  test("that is refused leaves nothing, and hands the refusal on", async () => {
    const answer = await book.session(CLERK).write(async (db) => {
      await openTerm(db, "a");
      return refuse("STALE_VERSION", "a");
    });
    expect(answer).toMatchObject({ refused: "STALE_VERSION", subject: "a" });
    expect(await termIds()).toEqual([]);
  });

  test("that fails in the middle leaves nothing, and its connection serves the next", async () => {
    let pid: unknown;
    const failed = book.session(CLERK).write(async (db) => {
      pid = await backend(db);
      await openTerm(db, "a");
      throw new Error("the work fails");
    });
    await expect(failed).rejects.toThrow("the work fails");
    expect(await termIds()).toEqual([]);
    await book.session(CLERK).write(async (db) => {
      expect(await backend(db)).toEqual(pid);
      return openTerm(db, "b");
    });
    expect(await termIds()).toEqual(["b"]);
  });

  test("whose statement the database refuses leaves nothing, and its connection serves the next", async () => {
    let pid: unknown;
    const failed = book.session(CLERK).write(async (db) => {
      pid = await backend(db);
      await openTerm(db, "a");
      return openTerm(db, "a");
    });
    await expect(failed).rejects.toThrow(/duplicate key/);
    expect(await termIds()).toEqual([]);
    await book.session(CLERK).write(async (db) => {
      expect(await backend(db)).toEqual(pid);
      return openTerm(db, "b");
    });
    expect(await termIds()).toEqual(["b"]);
  });

  test("goes no further than the caller's rights", async () => {
    const foreign = book.session(CLERK).write((db) => openTerm(db, "a", "990102"));
    await expect(foreign).rejects.toThrow(/row-level security/);
    expect(await termIds()).toEqual([]);
  });

  test("is a transaction of its own: a later one that is refused leaves the first", async () => {
    const session = book.session(CLERK);
    await session.write((db) => openTerm(db, "a"));
    await session.write(async (db) => {
      await openTerm(db, "b");
      return refuse("NOTHING_CHANGED");
    });
    expect(await termIds()).toEqual(["a"]);
  });
});

describe("the reads of one operation", () => {
  test("see one moment, whatever others commit meanwhile", async () => {
    const session = book.session(CLERK);
    expect(await session.read(readTerms)).toEqual([]);
    await book.session(NEIGHBOUR).write((db) => openTerm(db, "other", "990102"));
    expect(await session.read(readTerms)).toEqual([]);
    await session.close();
    expect(await session.read(readTerms)).toEqual([{ id: "other" }]);
    await session.close();
  });

  test("see the operation's own write, and what others wrote before it", async () => {
    const session = book.session(CLERK);
    expect(await session.read(readTerms)).toEqual([]);
    await book.session(NEIGHBOUR).write((db) => openTerm(db, "other", "990102"));
    await session.write((db) => openTerm(db, "own"));
    expect(await session.read(readTerms)).toEqual([{ id: "other" }, { id: "own" }]);
    await session.close();
  });

  test("see what they saw before where the operation's write was refused", async () => {
    const session = book.session(CLERK);
    await session.write(async (db) => {
      await openTerm(db, "a");
      return refuse("STALE_VERSION");
    });
    expect(await session.read(readTerms)).toEqual([]);
    await session.close();
  });

  test("write nothing", async () => {
    const session = book.session(CLERK);
    await expect(session.read((db) => openTerm(db, "a"))).rejects.toThrow(/read-only transaction/);
    await session.close();
    expect(await termIds()).toEqual([]);
  });

  test("share one connection, and each gets its own answer", async () => {
    const session = book.session(CLERK);
    const numbers = Array.from({ length: 50 }, (_, i) => i);
    const answers = await Promise.all(
      numbers.map((i) => session.read((db) => db.rows("select $1::int as i, pg_backend_pid() as pid", [i]))),
    );
    await session.close();
    const rows = answers.flat() as { i: number; pid: number }[];
    expect(rows.map((row) => row.i)).toEqual(numbers);
    expect(new Set(rows.map((row) => row.pid)).size).toBe(1);
  });

  test("that stand behind one that fails are told nothing, and the next moment reads again", async () => {
    const session = book.session(CLERK);
    const answers = await session.read((db) =>
      Promise.allSettled([
        db.rows("select caller_person()"),
        db.rows("select 1 / 0"),
        db.rows("select caller_person()"),
      ]),
    );
    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
    await session.close();
    expect(await session.read((db) => db.rows("select caller_person()"))).toEqual([{ callerPerson: CLERK.person }]);
    await session.end();
  });

  test("that fail do not stand in the way of a write", async () => {
    const session = book.session(CLERK);
    await expect(session.read((db) => db.rows("select 1 / 0"))).rejects.toThrow(/division by zero/);
    await session.write((db) => openTerm(db, "a"));
    expect(await session.read(readTerms)).toEqual([{ id: "a" }]);
    await session.close();
  });

  test("end once, and may end before they began", async () => {
    const session = book.session(CLERK);
    await session.close();
    await session.read(readTerms);
    await session.close();
    await expect(session.close()).resolves.toBeUndefined();
  });
});

test("what still runs when its operation has ended reads nothing, not even as the next caller", async () => {
  const session = book.session(CLERK);
  let late: Db | undefined;
  await session.read(async (db) => {
    late = db;
    return readTerms(db);
  });
  await session.end();
  await expect(late?.rows("select caller_person()")).rejects.toThrow("the operation is over");
  await expect(session.read(readTerms)).rejects.toThrow("the operation is over");
  await expect(session.write((db) => openTerm(db, "late"))).rejects.toThrow("the operation is over");
  expect(await termIds()).toEqual([]);
});

describe("an operation that nobody waits for any more", () => {
  test("is broken off in the database, and its connection serves the next", async () => {
    const session = book.session(CLERK);
    let pid: number | undefined;
    const asleep = session.read(async (db) => {
      pid = (await backend(db))[0]?.pid;
      return db.rows("select pg_sleep(60)");
    });
    await until("it sleeps", async () => {
      const { rows } = await admin.query("select 1 from pg_stat_activity where pid = $1 and query ~ 'pg_sleep'", [pid]);
      return rows.length === 1;
    });
    const abandoned = session.abandon(book.dataSource);
    await expect(asleep).rejects.toMatchObject({ code: "57014" });
    await expect(session.read(readTerms)).rejects.toThrow("the operation is over");
    await Promise.all([abandoned, session.end()]);
    const next = book.session(CLERK);
    expect(await next.read(readTerms)).toEqual([]);
    await next.end();
  });

  test("carries through a change that has begun", async () => {
    const session = book.session(CLERK);
    const gate = aGate();
    const written = session.write(async (db) => {
      await openTerm(db, "a");
      await gate.opened;
      return openTerm(db, "b");
    });
    await session.abandon(book.dataSource);
    gate.open();
    await written;
    expect(await termIds()).toEqual(["a", "b"]);
    await session.end();
  });
});

describe("the caller's rights", () => {
  const SETTINGS = "select name, current_setting(name, true) as value from unnest($1::text[]) as s (name)";
  const NAMES = ["person", "office", "roles", "recused_region", "recused_unit", "recused_round", "recused_finding"];

  test.each(["read", "refused write", "failed write", "write"])(
    "do not stay on the connection after a %s",
    async (way) => {
      const recusals = [{ scope: "UNIT" as const, subject: "county:AAAAAAAAAAAAAAAAAAAAAA" }];
      const session = book.session(aClerk({ roles: ["DIRECTOR"], recusals }));
      let pid: unknown;
      const work = async (db: Db) => {
        pid = await backend(db);
        if (way === "failed write") throw new Error("the work fails");
        return way === "refused write" ? refuse("STALE_VERSION") : {};
      };
      if (way === "read") await session.read(work);
      else if (way === "failed write") await expect(session.write(work)).rejects.toThrow("the work fails");
      else await session.write(work);
      await session.close();

      expect(await book.dataSource.query("select pg_backend_pid() as pid")).toEqual(pid);
      const left: { value: string | null }[] = await book.dataSource.query(SETTINGS, [NAMES.map((n) => `app.${n}`)]);
      expect(left).toHaveLength(NAMES.length);
      expect(left.filter((setting) => setting.value)).toEqual([]);
      await openTermAs(CLERK.office);
      expect(await book.dataSource.query("select * from term")).toEqual([]);
      expect(await book.dataSource.query("select * from office")).toEqual([]);
    },
  );

  async function openTermAs(office: string): Promise<void> {
    await admin.query(
      "insert into term (id, office, committee, ordinal, starts_on) values ($1, $2, '县委', 1, now())",
      ["of the admin", office],
    );
  }

  test("are those of the next caller on the same connection, without the recusals of the one before", async () => {
    const seen = async (standing: typeof CLERK) => {
      const session = book.session(standing);
      const rows = await session.read((db) =>
        db.rows("select pg_backend_pid() as pid, caller_person() as p, caller_office() as o, recusals('round') as r"),
      );
      await session.close();
      return rows[0] as { pid: number; p: string; o: string; r: string[] };
    };
    const first = await seen(aClerk({ recusals: [{ scope: "ROUND", subject: "round-1" }] }));
    const second = await seen(NEIGHBOUR);
    expect(first).toMatchObject({ p: CLERK.person, o: "990101", r: ["round-1"] });
    expect(second).toEqual({ pid: first.pid, p: NEIGHBOUR.person, o: "990102", r: [] });
  });

  test("reach the policies letter by letter, whatever a subject contains", async () => {
    const subject = fc.string({ unit: fc.constantFrom(..."a0 \"\\{},'\n\t巡") });
    await fc.assert(
      fc.asyncProperty(fc.array(subject, { maxLength: 4 }), async (subjects) => {
        const recusals = subjects.map((text) => ({ scope: "FINDING" as const, subject: text }));
        const session = book.session(aClerk({ recusals }));
        const rows = await session.read((db) => db.rows("select recusals('finding') as subjects"));
        await session.close();
        expect(rows).toEqual([{ subjects }]);
      }),
      { examples: [[['"', "\\", "{}", ",", "NULL", "", " ", '}{\\"']]] },
    );
  });
});

test("an operation whose rights the database cannot take leaves the connection usable", async () => {
  const session = book.session(aClerk({ person: "a\0b" }));
  await expect(session.read((db) => db.rows("select 1"))).rejects.toThrow();
  await expect(book.dataSource.query("select 1 as x")).resolves.toEqual([{ x: 1 }]);
});

test("no way of ending keeps a connection: more operations than the pool has connections", async () => {
  for (let turn = 0; turn < 12; turn++) {
    const session = book.session(CLERK);
    await session.read(readTerms);
    await expect(session.read((db) => db.rows("select 1 / 0"))).rejects.toThrow();
    await session.write(async () => refuse("STALE_VERSION"));
    await expect(session.write((db) => db.rows("select 1 / 0"))).rejects.toThrow();
    await session.read(readTerms);
    await session.close();
  }
  const { rows } = await admin.query<{ state: string }>(
    "select distinct state from pg_stat_activity where datname = current_database() and usename = 'county_subgraph'",
  );
  expect(rows).toEqual([{ state: "idle" }]);
});

describe("the plan of a statement", () => {
  type Planned = { generic: number; custom: number };
  const ofRound = "select ordinal from round where office = $1";
  const PLANS = "select generic_plans as generic, custom_plans as custom from pg_prepared_statements";

  async function plansOf(db: Db): Promise<Planned> {
    const [row] = await db.rows<Planned>(`${PLANS} where statement = $1`, [ofRound]);
    return row as Planned;
  }

  test("is made once on a connection, whatever the values, and each time only where that is asked for", async () => {
    const session = book.session(CLERK);
    await session.read(async (db) => {
      for (const office of ["990101", "990102", "99"]) await db.rows(ofRound, [office]);
      expect(await plansOf(db)).toEqual({ generic: 3, custom: 0 });
      await db.rows(ofRound, ["990101"], {});
      expect(await plansOf(db)).toEqual({ generic: 3, custom: 1 });
      await db.rows(ofRound, ["990101"]);
      expect(await plansOf(db)).toEqual({ generic: 4, custom: 1 });
    });
    await session.end();
  });

  test("is made once of what the library writes by itself, too", async () => {
    const session = book.session(CLERK);
    const planned = await session.write(async (db) => {
      for (const ordinal of [1, 2]) {
        const term = { office: "990101", committee: "县委", startsOn: "2026-01-01", endsOn: null };
        await db.manager.insert(TermRow, { id: `county:term-${ordinal}`, ordinal, ...term });
      }
      return { plans: await db.rows<Planned>(`${PLANS} where statement like 'INSERT INTO "term"%'`) };
    });
    expect(planned).toEqual({ plans: [{ generic: 2, custom: 0 }] });
    await session.end();
  });

  test("gives way to newer ones on its connection, and is made again when it is asked for", async () => {
    const count =
      "select count(*)::int as kept from pg_prepared_statements where not statement like '%plan_cache_mode%'";
    const session = book.session(CLERK);
    await session.read(async (db) => {
      for (let i = 0; i <= MOST_KEPT; i++) expect(await db.rows(`select ${i} as i`)).toEqual([{ i }]);
      const [counted] = await db.rows<{ kept: number }>(count);
      expect(counted?.kept).toBeLessThanOrEqual(MOST_KEPT);
      const [oldest] = await db.rows<{ there: boolean }>(
        "select exists (select from pg_prepared_statements where statement = 'select 0 as i') as there",
      );
      expect(oldest).toEqual({ there: false });
      expect(await db.rows("select 0 as i")).toEqual([{ i: 0 }]);
    });
    await session.end();
  });

  test("that was to give way behind one that failed stays, and is asked again", async () => {
    const session = book.session(CLERK);
    const askAll = async () => {
      await session.read(async (db) => {
        for (let i = 0; i < MOST_KEPT; i++) expect(await db.rows(`select ${i} as i`)).toEqual([{ i }]);
      });
      await session.close();
    };
    await askAll();
    const [failed] = await session.read((db) =>
      Promise.allSettled(["select 1 / 0", "select 1 as a", "select 1 as b"].map((text) => db.rows(text))),
    );
    expect(failed?.status).toBe("rejected");
    await session.close();
    await askAll();
    await session.end();
  });

  test("that was never made stands in nobody's way", async () => {
    for (let i = 0; i <= MOST_KEPT; i++) {
      const session = book.session(CLERK);
      await expect(session.read((db) => db.rows(`select nothing_like_${i}`))).rejects.toThrow("does not exist");
      await session.end();
    }
    const session = book.session(CLERK);
    expect(await session.read(readTerms)).toEqual([]);
    await session.end();
  });

  test("is one of a few for the sizes of a page, which is as long as it was asked for", () => {
    const texts = new Set(Array.from({ length: 100 }, (_, i) => rowsFor({ first: i + 1 })));
    expect([...texts]).toEqual([6, 21, 51, 101]);
    const read = Array.from({ length: rowsFor({ first: 7 }) }, (_, i) => i);
    expect(toPage(read, { first: 7 })).toEqual({ rows: [0, 1, 2, 3, 4, 5, 6], hasNext: true });
    expect(toPage(read.slice(0, 7), { first: 7 })).toEqual({ rows: [0, 1, 2, 3, 4, 5, 6], hasNext: false });
  });
});

describe("limits of time", () => {
  /** On the one connection of a pool, so that what one leaves on it the next would meet. */
  async function withLimits(changeMs: number, work: (session: () => Session) => Promise<void>): Promise<void> {
    const limits = { size: 1, waitMs: 5_000, statementMs: 300, changeMs };
    const pool = await createTierDataSource(book.database.urls.subgraph, limits).initialize();
    try {
      await work(() => new Session(pool, CLERK));
    } finally {
      await pool.destroy();
    }
  }
  const sleep = (seconds: number) => async (db: Db) => db.rows("select pg_sleep($1)", [seconds]);
  const LATE = { code: "57014" };

  test("a change may take longer than a reader waits, and leaves the reader's limit as it was", async () => {
    await withLimits(10_000, async (session) => {
      const [reader, writer] = [session(), session()];
      await expect(reader.read(sleep(5))).rejects.toMatchObject(LATE);
      await reader.end();
      await writer.write(async (db) => {
        await openTerm(db, "a");
        await sleep(0.6)(db);
        return {};
      });
      await expect(writer.read(sleep(5))).rejects.toMatchObject(LATE);
      await writer.end();
    });
    expect(await termIds()).toEqual(["a"]);
  });

  test("a change has a limit of its own, and leaves nothing where it comes to that", async () => {
    await withLimits(600, async (session) => {
      const late = session().write(async (db) => {
        await openTerm(db, "a");
        await sleep(5)(db);
        return {};
      });
      await expect(late).rejects.toMatchObject(LATE);
    });
    expect(await termIds()).toEqual([]);
  });

  test("nobody waits longer for another's lock than a reader does", async () => {
    await admin.query("begin; select pg_advisory_xact_lock(42)");
    try {
      await withLimits(10_000, async (session) => {
        const waiting = session().write((db) => db.rows("select pg_advisory_xact_lock(42)"));
        await expect(waiting).rejects.toMatchObject({ code: "55P03" });
      });
    } finally {
      await admin.query("rollback");
    }
  });
});
