import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import Fastify from "fastify";
import { GraphQLError } from "graphql";
import { Pool } from "pg";
import pino from "pino";
import type { DataSource } from "typeorm";
import { NO_DATABASE } from "../../schema/contract/noDatabase";
import { Line } from "../../scripts/chaos/cuts";
import { freePort } from "../../scripts/supervisor/ports";
import { refuse } from "../../subgraphs/domain/refusals";
import { isDatabaseGone } from "../../subgraphs/storage/away";
import { createTierDataSource } from "../../subgraphs/storage/dataSource";
import { Session } from "../../subgraphs/storage/session";
import { openWhenThere } from "../../subgraphs/storage/starting";
import { answerFailures } from "../../subgraphs/tier/failures";
import { noDatabaseAnswer } from "../../subgraphs/tier/files/fileAnswer";
import { maskErrors } from "../../subgraphs/tier/graph/mask";
import { LiveTail } from "../../subgraphs/tier/live/tail";
import { aClerk } from "../storage/countyBook";
import { createTierDatabase, type TierDatabase } from "../support/database";
import { PlatformProcess } from "../support/platformProcess";
import { REGIONS_DIR } from "../support/runningPlatform";
import { until } from "../support/until";

/** What is to be broken off is broken off so soon; what opens a connection is not, though others work. */
const SOON_MS = 300;

let database: TierDatabase;
beforeAll(async () => {
  database = await createTierDatabase("COUNTY");
});
afterAll(() => database.dispose());

/** The code under which a caller learns of what a resolver threw, and the text of it. */
function told(cause: unknown): { code: unknown; text: string } {
  const thrown = new GraphQLError("thrown", { path: ["countyFindings"], originalError: cause as Error });
  const answer = maskErrors(pino({ level: "silent" }))(thrown.toJSON(), thrown);
  return { code: answer.extensions?.code, text: JSON.stringify(answer) };
}

/** By which status a process answers that was asked who somebody is, or for its registers, and met it. */
async function statusOf(cause: unknown): Promise<number> {
  const app = Fastify().post("/standing", () => Promise.reject(cause));
  answerFailures(app, () => undefined, pino({ level: "silent" }));
  return (await app.inject({ method: "POST", url: "/standing" })).statusCode;
}

async function thrownBy(work: () => Promise<unknown>): Promise<unknown> {
  return work().then(
    () => undefined,
    (cause: unknown) => cause,
  );
}

/** @param waitMs so long that it passes on no machine, but where it is to pass */
async function thrownByPool(url: string, waitMs = 20_000): Promise<unknown> {
  const pool = new Pool({ connectionString: url, connectionTimeoutMillis: waitMs });
  try {
    return await thrownBy(() => pool.connect());
  } finally {
    await pool.end();
  }
}

/** What a client of a server that treats its callers so is thrown. */
async function thrownByServer(treat: (socket: Socket) => void, waitMs?: number): Promise<unknown> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on("error", () => socket.destroy()));
    treat(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await thrownByPool(`postgres://nobody@127.0.0.1:${(server.address() as AddressInfo).port}/none`, waitMs);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

async function thrownByLate(): Promise<unknown> {
  const tier = await createTierDataSource(database.urls.subgraph, {
    size: 1,
    waitMs: 5_000,
    statementMs: SOON_MS,
    changeMs: SOON_MS,
  }).initialize();
  return thrownBy(() => tier.query("select pg_sleep(20)")).finally(() => tier.destroy());
}

async function thrownByLocked(): Promise<unknown> {
  const tier = await createTierDataSource(database.urls.subgraph, {
    ...{ size: 2, waitMs: 5_000, statementMs: SOON_MS, changeMs: 5_000 },
  }).initialize();
  const holding = tier.createQueryRunner();
  await holding.query("select pg_advisory_lock(43)");
  return thrownBy(() => tier.query("set statement_timeout = 5000; select pg_advisory_lock(43)")).finally(async () => {
    await holding.release();
    await tier.destroy();
  });
}

async function thrownByCrowd(): Promise<unknown> {
  const tier = await createTierDataSource(database.urls.subgraph, {
    size: 1,
    waitMs: 2_000,
    statementMs: 0,
    changeMs: 0,
  }).initialize();
  const holding = tier.createQueryRunner();
  await holding.connect();
  return thrownBy(() => tier.query("select 1")).finally(async () => {
    await holding.release();
    await tier.destroy();
  });
}

/** What a statement throws that is under way, or comes next, when the server ends its connection. */
async function thrownByEnded(statement: "under way" | "next"): Promise<unknown> {
  const [tier, admin] = [createTierDataSource(database.urls.subgraph), createTierDataSource(database.adminUrl)];
  await Promise.all([tier.initialize(), admin.initialize()]);
  const runner = tier.createQueryRunner();
  try {
    const [{ pid }] = await runner.query("select pg_backend_pid() as pid");
    const thrown = thrownBy(() => runner.query("select pg_sleep(20)"));
    await admin.query("select pg_terminate_backend($1, 5000)", [pid]);
    const first = await thrown;
    return statement === "under way" ? first : await thrownBy(() => runner.query("select 1"));
  } finally {
    await runner.release();
    await Promise.all([tier.destroy(), admin.destroy()]);
  }
}

/** A pool of one connection, which has died without a word by the time that it is used. */
async function withForgotten<T>(work: (tier: DataSource) => Promise<T>): Promise<T> {
  return overALine(100, (tier, forget) => {
    forget();
    return work(tier);
  });
}

/** A pool, whose connections die without a word when that is asked for. */
async function overALine<T>(
  changeMs: number,
  work: (tier: DataSource, forget: () => void) => Promise<T>,
  size = 1,
): Promise<T> {
  const url = new URL(database.urls.subgraph);
  const line = await Line.open(Number(url.port));
  url.port = String(line.port);
  const limits = { size, waitMs: 2_000, statementMs: SOON_MS, changeMs };
  const tier = await createTierDataSource(url.href, limits).initialize();
  const forget = () => {
    line.cut("FORGET", line);
    line.heal(line);
  };
  try {
    return await work(tier, forget);
  } finally {
    await tier.destroy();
    await line.close();
  }
}

// Each waits for seconds, beside the others: those that wait longest begin. The limits of some are short: no process starts beside them.

test.concurrent("of many that have died without a word, the first is waited for, and the others not for as long", async () => {
  const size = 5;
  const read = async (tier: DataSource, work = "select 1") => {
    const session = new Session(tier, aClerk());
    return session.read((db) => db.rows(work)).finally(() => session.end().catch(() => undefined)); // it is told already
  };
  await overALine(
    60_000,
    async (tier, forget) => {
      await Promise.all(Array.from({ length: size }, () => read(tier, "select pg_sleep(0.05)")));
      forget();
      const took: number[] = [];
      for (let i = 0; i < size; i++) {
        const began = performance.now();
        expect(await thrownBy(() => read(tier))).toMatchObject({ message: "Query read timeout" });
        took.push(performance.now() - began);
      }
      expect(took[0]).toBeGreaterThan(4_900);
      expect(Math.max(...took.slice(1))).toBeLessThan(4_000);
      await read(tier);
    },
    size,
  );
});

test("a worker whose connections have died without a word works on within seconds", async () => {
  const url = new URL(database.urls.worker);
  const line = await Line.open(Number(url.port));
  url.port = String(line.port);
  const port = await freePort();
  const env = { DATABASE_URL: url.href, WORKER_PORT: `${port}` };
  const worker = new PlatformProcess("subgraphs/county/worker.js", env, `http://127.0.0.1:${port}/health/ready`);
  try {
    await worker.start();
    line.cut("FORGET", line);
    line.heal(line);
    const began = performance.now();
    await until("it notices", () => worker.log.includes('"cause":"Query read timeout","msg":"pass failed'));
    expect(performance.now() - began).toBeLessThan(12_000);
  } finally {
    await worker.kill(); // what was under way waits for its answer
    await line.close();
  }
});

test.concurrent.each<["GONE" | "LATE", string, () => Promise<unknown>]>([
  ["GONE", "nobody listens", async () => thrownByPool(`postgres://nobody@127.0.0.1:${await freePort()}/none`)],
  ["GONE", "the name of the server is not known", () => thrownByPool("postgres://nobody@database.invalid/none")],
  ["LATE", "the server hangs", () => thrownByServer(() => undefined, 200)],
  ["GONE", "the server hangs up", () => thrownByServer((socket) => socket.end())],
  ["GONE", "the server refuses the session", () => thrownByPool(`${database.adminUrl}_that_is_gone`)],
  ["GONE", "the server ends the connection under a statement", () => thrownByEnded("under way")],
  ["GONE", "the server has ended the connection of an operation", () => thrownByEnded("next")],
  ["LATE", "a statement takes longer than it may", thrownByLate],
  ["LATE", "a change waits too long for another's", thrownByLocked],
  ["LATE", "others hold all connections for longer than one waits", thrownByCrowd],
  [
    "LATE",
    "a connection has died without a word",
    () => withForgotten((tier) => thrownBy(() => tier.query("select 1"))),
  ],
])("it is %s where %s: the caller learns that the tier is unavailable", async (how, _, fail) => {
  const cause = await fail();
  const { code, text } = told(cause);
  expect([code, isDatabaseGone(cause)]).toEqual(["TIER_UNAVAILABLE", how === "GONE"]);
  // a short question is asked elsewhere in both cases
  expect(await statusOf(cause)).toBe(NO_DATABASE);
  expect(text).not.toMatch(/127\.0\.0\.1|ECONN|ENOTFOUND|terminat|timeout|cancel|select/i);
});

test.concurrent("a connection that has died without a word is met once, and nobody waits for it any more", async () => {
  await withForgotten(async (tier) => {
    await thrownBy(() => tier.query("select 1"));
    expect(await tier.query("select 1 as one")).toEqual([{ one: 1 }]);
  });
});

test.concurrent("a change that is done is answered in seconds, though the word to the worker is never heard", async () => {
  await overALine(60_000, async (tier, forget) => {
    const session = new Session(tier, aClerk(), (statement) => {
      if (statement === "notify") forget();
      return undefined;
    });
    const began = performance.now();
    expect(await session.write(async () => ({ done: true }))).toEqual({ done: true });
    const tookMs = performance.now() - began;
    expect(tookMs).toBeGreaterThan(500); // the word did get lost
    expect(tookMs).toBeLessThan(5_000);
    expect(await tier.query("select 1 as one")).toEqual([{ one: 1 }]);
  });
});

/** As the worker says how far it has read. */
const MOVED_ON = "update live_progress set number = $1";

describe("the bell that wakes whoever follows what happens", () => {
  let number = 0;

  /** Rings until somebody is awake. @returns how long that took */
  async function ringsUntil(awake: Promise<void>): Promise<number> {
    const admin = await createTierDataSource(database.adminUrl).initialize();
    const began = performance.now();
    let took: number | undefined;
    void awake.then(() => {
      took = performance.now() - began;
    });
    for (; took === undefined; await pause(50)) {
      await admin.query(MOVED_ON, [++number]);
      await admin.query("select pg_notify('live', $1)", [`${number} 990101`]);
    }
    await admin.destroy();
    return took;
  }

  test.each(["while it is listened to", "before it has come about"])(
    "is heard again within seconds where a firewall has forgotten its connection %s",
    async (when) => {
      const url = new URL(database.urls.subgraph);
      const line = await Line.open(Number(url.port));
      url.port = String(line.port);
      const said: string[] = [];
      const log = pino({}, { write: (text: string) => said.push(JSON.parse(text).msg) });
      const tail = new LiveTail(url.href, log, 500);
      const { signal } = new AbortController();
      const wakes = () => tail.wait("990101", number, 60_000, signal);
      try {
        if (when === "while it is listened to") await ringsUntil(wakes());
        said.length = 0; // on a busy machine it may come about at the second try
        line.cut("FORGET", line);
        const awake = wakes();
        await pause(200); // it is on its way
        line.heal(line);
        expect(await ringsUntil(awake)).toBeLessThan(15_000);
        // whoever waits is awake before the log says so
        await until("the bell is said to ring again", () => said.length === 2);
        expect(said).toEqual([expect.stringMatching(/^nobody rings at the moment/), "the bell rings again"]);
      } finally {
        await tail.end();
        await line.close();
      }
    },
  );

  test.each(["over another connection", "over the same connection"])(
    "is heard in a database that was restored from a backup, whose numbers are smaller, %s; whoever waited looks again",
    async (way) => {
      const tail = new LiveTail(database.urls.subgraph, pino({ level: "silent" }));
      const admin = await createTierDataSource(database.adminUrl).initialize();
      const { signal } = new AbortController();
      const wait = (region: string, ms = 60_000) => tail.wait(region, number, ms, signal);
      try {
        number += 1_000;
        await ringsUntil(wait("990101"));
        const ahead = wait("990102");
        number -= 900;
        await admin.query(MOVED_ON, [number]);
        const listening = "application_name = 'inspection-tier-live' and datname = current_database()";
        const end = way === "over another connection" ? "pg_terminate_backend(pid)" : "pid";
        expect(await admin.query(`select ${end} from pg_stat_activity where ${listening}`)).toHaveLength(1);
        const took = async (wait: Promise<void>) => {
          const began = performance.now();
          await wait;
          return performance.now() - began;
        };
        expect(await took(ahead)).toBeLessThan(15_000);
        expect(await took(wait("990102", 300))).toBeGreaterThan(290); // nothing rang for it
        expect(await ringsUntil(wait("990101"))).toBeLessThan(15_000);
      } finally {
        await admin.destroy();
        await tail.end();
      }
    },
  );

  test("lets nobody ask without a pause where its numbers were larger before it was restored", async () => {
    const tail = new LiveTail(database.urls.subgraph, pino({ level: "silent" }));
    const admin = await createTierDataSource(database.adminUrl).initialize();
    const { signal } = new AbortController();
    try {
      number += 1_000;
      await ringsUntil(tail.wait("990101", number, 60_000, signal));
      number -= 900;
      await admin.query(MOVED_ON, [number]);
      await until("it is waited for", async () => {
        const began = performance.now();
        await tail.wait("990101", number, 300, signal);
        return performance.now() - began > 290;
      });
    } finally {
      await admin.destroy();
      await tail.end();
    }
  });
});

/** As a server that reads its log after a crash says it to whoever comes. */
const starting = () => fatal("57P03", "the database system is starting up");

/** Lets a client in, and is killed: both arrive together. */
const dying = () => {
  const welcome = Buffer.from("R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I", "latin1");
  return Buffer.concat([welcome, fatal("57P01", "terminating connection due to unexpected postmaster exit")]);
};

function fatal(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.from("E....");
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

describe("a subgraph that comes before its database", () => {
  const opening = async (url: string) => {
    const lines: { level: number; msg: string; code?: string }[] = [];
    const log = pino({}, { write: (line: string) => lines.push(JSON.parse(line)) });
    const pools = [createTierDataSource(url), createTierDataSource(url)];
    const cause = await thrownBy(() =>
      openWhenThere(pools, async () => undefined, { log, patienceMs: 1_000, againMs: 20 }),
    );
    expect(pools.map(({ isInitialized }) => isInitialized)).toEqual([false, false]);
    return { code: (cause as { code?: string }).code, lines };
  };

  test.each([
    ["that starts", starting, "57P03"],
    ["that is killed in the moment in which it lets somebody in", dying, undefined],
  ])("waits for one %s, for so long and no longer, and says so once", async (_, says, told) => {
    let asked = 0;
    const server = createServer((socket) => {
      socket.on("error", () => socket.destroy()).once("data", () => socket.end(says()));
      asked++;
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { code, lines } = await opening(`postgres://x@127.0.0.1:${(server.address() as AddressInfo).port}/x`);
    server.close();
    if (told) expect(code).toBe(told);
    expect(asked).toBeGreaterThan(2); // each pool once, and again
    expect(lines).toMatchObject([{ level: 40, msg: expect.stringContaining("waiting for it") }]);
  });

  test("waits for none that refuses it", async () => {
    const { code, lines } = await opening(`${database.adminUrl}_that_is_gone`);
    expect([code, lines]).toEqual(["3D000", []]);
  });

  test("serves as soon as it is there", async () => {
    const url = new URL(database.urls.subgraph);
    const line = await Line.open(Number(url.port));
    url.port = String(line.port);
    line.cut("REFUSE", line);
    const port = await freePort();
    const folder = process.env.TEST_RUN_FOLDER as string;
    const env = {
      DATABASE_URL: url.href,
      TIER_PORT: `${port}`,
      TIER_KEY: "k".repeat(32),
      REGIONS_DIR,
      FILES_DIR: folder,
    };
    const subgraph = new PlatformProcess("subgraphs/county/index.js", env, `http://127.0.0.1:${port}/health/ready`);
    const serves = subgraph.start();
    await until("it says what it waits for", () => subgraph.log.includes("waiting for it"));
    line.heal(line);
    await serves;
    expect(subgraph.log.match(/the database does not answer yet/g)).toHaveLength(1);
    expect(subgraph.log).toContain('"msg":"the database answers"');
    await subgraph.stop();
    await line.close();
  });
});

test("the server lets go of what a process holds that is gone without a word, while a process that works is at rest for less", async () => {
  const settings = { size: 1, waitMs: 2_000, statementMs: 8_000, changeMs: 60_000 };
  const tier = await createTierDataSource(database.urls.subgraph, settings).initialize();
  const [shown] = await tier.query("show idle_in_transaction_session_timeout").finally(() => tier.destroy());
  expect(shown).toEqual({ idle_in_transaction_session_timeout: "16s" });
});

test.each([
  ["a statement that the database refuses", "select 1 / 0"],
  ["a statement that is wrong", "select nothing from nowhere"],
])("%s stays a defect", async (_, statement) => {
  const tier = createTierDataSource(database.urls.subgraph);
  await tier.initialize();
  const runner = tier.createQueryRunner();
  try {
    const cause = await thrownBy(async () => {
      await runner.query(statement);
      await runner.query("select pg_sleep(20)");
    });
    expect(told(cause).code).toBe("INTERNAL_SERVER_ERROR");
    expect(await statusOf(cause)).toBe(500);
  } finally {
    await runner.release();
    await tier.destroy();
  }
});

test("what no database was part of stays a defect", () => {
  expect(told(new Error("Connection to reality lost")).code).toBe("INTERNAL_SERVER_ERROR");
  expect(told("text").code).toBe("INTERNAL_SERVER_ERROR");
  expect(isDatabaseGone(new Error("Connection to reality lost"))).toBe(false);
});

test("a change says that it may be carried out from the moment on in which its end is asked for", async () => {
  const admin = await createTierDataSource(database.adminUrl).initialize();
  const tier = await createTierDataSource(database.urls.subgraph).initialize();
  try {
    const lost = new Session(tier, aClerk());
    const cause = await thrownBy(() =>
      lost.write(async (db) => {
        const [{ pid } = { pid: 0 }] = await db.rows<{ pid: number }>("select pg_backend_pid() as pid");
        await admin.query("select pg_terminate_backend($1, 5000)", [pid]);
        await db.rows("select 1");
        return { done: true };
      }),
    );
    expect([isDatabaseGone(cause), lost.mayHaveChanged]).toEqual([true, false]);
    // a file is answered for by the same
    expect(noDatabaseAnswer(lost).status).toBe(NO_DATABASE);
    const done = new Session(tier, aClerk());
    await done.write(async () => ({ done: true }));
    expect(done.mayHaveChanged).toBe(true);
    expect(noDatabaseAnswer(done).status).toBe(504);
    const reads = new Session(tier, aClerk());
    const beside = reads.beside(tier, aClerk());
    await beside.read((db) => db.rows("select 1"));
    expect(reads.mayHaveChanged).toBe(false);
    await beside.write(async () => {
      // its end may come while the answer is on its way
      expect(reads.mayHaveChanged).toBe(true);
      return refuse("STALE_VERSION");
    });
    expect(reads.mayHaveChanged).toBe(false);
    await beside.write(async () => ({ done: true }));
    expect(reads.mayHaveChanged).toBe(true);
    await Promise.all([beside.end(), reads.end()]);
    // and by the same whatever no route has answered: of what only reads too
    const app = Fastify().post("*", () => Promise.reject(cause));
    const sessions: Record<string, Session> = { "/lost": lost, "/done": done };
    answerFailures(app, ({ url }) => sessions[url], pino({ level: "silent" }));
    const answers = ["/lost", "/done", "/standing"].map((url) => app.inject({ method: "POST", url }));
    expect((await Promise.all(answers)).map(({ statusCode }) => statusCode)).toEqual([NO_DATABASE, 500, NO_DATABASE]);
  } finally {
    await Promise.all([tier.destroy(), admin.destroy()]);
  }
});
