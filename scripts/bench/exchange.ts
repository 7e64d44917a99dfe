import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { nameOfTier, type Tier } from "../../schema/contract/tier";
import { appendJournal, entriesOf } from "../../subgraphs/journal/append";
import { SAY_CHANGED } from "../../subgraphs/storage/changed";
import { rowsBy } from "../../subgraphs/storage/db";
import { newSigningPair } from "../../subgraphs/trust/keys";
import type { Measurement } from "../measurement";
import { freePorts } from "../supervisor/ports";
import { type BenchDatabase, startDatabase } from "./database";

const ROUND = `county:${"0".repeat(22)}`;
const OFFICE = "990101";
const FINDINGS = 50;
const STEPS = ["FindingFedBack", "FindingRectificationStarted", "FindingClaimedDone", "FindingReturned"];
/** As many rows as one request of the exchange carries at most. */
const BATCH = 500;
const WAIT_MS = 120_000;

/** How fast a county's messages reach its city after the line was cut, and one of them when all is quiet: between two workers,
 * each with a PostgreSQL of its own that keeps what it is told. */
export async function measureExchange(quick: boolean): Promise<Pick<Measurement, "targets" | "detail">> {
  const [perRound, rounds, samples] = quick ? [3_000, 1, 15] : [10_000, 3, 60];
  const line = await openLine();
  try {
    const findings = await fileAndSubmit(line);
    const drained: number[] = [];
    const ratios: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const rate = await drainAfterCut(line, findings, perRound);
      const raw = await rawCommits(line, perRound);
      drained.push(rate);
      ratios.push(rate / raw);
    }
    const arrivals = await arriveWhenIdle(line, findings, samples);
    const rate = Math.round(median(drained));
    return {
      targets: [{ name: "messages a second, after a cut", limit: ">= 1000", found: rate, ok: rate >= 1000 }],
      detail: {
        ...{ quick, messages: perRound, rounds, drained: drained.map(Math.round) },
        rateToRawCommits: Math.round(median(ratios) * 1000) / 1000,
        submitToReceivedMs: { p50: Math.round(median(arrivals)), most: Math.round(Math.max(...arrivals)), samples },
      },
    };
  } finally {
    await line.stop();
  }
}

interface Line {
  county: Client;
  city: Client;
  start(tier: Tier): Promise<void>;
  end(tier: Tier): Promise<void>;
  stop(): Promise<void>;
}

async function openLine(): Promise<Line> {
  const tiers = ["COUNTY", "CITY"] as const;
  const [databases, ports] = await Promise.all([Promise.all(tiers.map(startDatabase)), freePorts(2)]);
  const [countyDatabase, cityDatabase] = databases as [BenchDatabase, BenchDatabase];
  const keys = tiers.map(() => newSigningPair());
  const running = new Map<Tier, ChildProcess>();
  const clients = databases.map(({ urls }) => new Client({ connectionString: urls.owner, options: "-c TimeZone=UTC" }));
  await Promise.all(clients.map((client) => client.connect()));
  const [county, city] = clients as [Client, Client];
  await county.query("insert into office (code, id, name, enrolment) values ($1, 'county:o', '虚构', 'ENROLLED')", [
    OFFICE,
  ]);
  await city.query("insert into office (code, id, name, enrolment) values ('9901', 'city:o', '虚构', 'ENROLLED')");
  const urlOf = { COUNTY: countyDatabase.urls.worker, CITY: cityDatabase.urls.worker };
  const line: Line = {
    county,
    city,
    async start(tier) {
      const own = tiers.indexOf(tier as "CITY");
      const other = 1 - own;
      const env = {
        ...{ PATH: process.env.PATH, DATABASE_URL: urlOf[tier as "CITY"], LOG_LEVEL: "warn" },
        ...{ WORKER_PORT: String(ports[own]), EXCHANGE_KEY: keys[own]?.privateKey },
        [`${tiers[other]}_WORKER_URL`]: `http://127.0.0.1:${ports[other]}`,
        [`${tiers[other]}_EXCHANGE_KEYS`]: keys[other]?.publicKey,
      };
      const script = join(__dirname, "../../subgraphs", nameOfTier(tier), "worker.js");
      running.set(tier, spawn(process.execPath, [script], { env, stdio: ["ignore", "ignore", "inherit"] }));
    },
    async end(tier) {
      const worker = running.get(tier);
      running.delete(tier);
      worker?.kill("SIGTERM");
      if (worker && worker.exitCode === null) await once(worker, "exit");
    },
    async stop() {
      await Promise.all(tiers.map((tier) => line.end(tier)));
      await Promise.all(clients.map((client) => client.end()));
      await Promise.all(databases.map((database) => database.stop()));
    },
  };
  await line.start("COUNTY");
  return line;
}

/** A target's results, submitted and received: what the messages that are measured are about. */
async function fileAndSubmit(line: Line): Promise<string[]> {
  const [targetId, publicationId] = [anId(), anId()];
  const ids = Array.from({ length: FINDINGS }, anId);
  const { county } = line;
  await county.query(
    "insert into term (id, office, committee, ordinal, starts_on) values ('county:t', $1, '虚构', 1, '2021-07-01')",
    [OFFICE],
  );
  await county.query(
    `insert into round (id, office, term_id, ordinal, kind, assignment_mode, title, status, version, synthetic, opened_at)
     values ('${ROUND}', $1, 'county:t', 1, 'REGULAR', 'OWN_TIER', '虚构', 'RUNNING', 1, true, now())`,
    [OFFICE],
  );
  await county.query(
    `insert into round_target (id, office, round_id, unit_id, unit_name, region, status, version, added_at)
     values ($1, $2, '${ROUND}', 'county:u', '虚构单位', $2 || '001001', 'HEARD', 1, now())`,
    [targetId, OFFICE],
  );
  await county.query(
    `insert into finding (id, office, round_id, target_id, unit_id, unit_name, region, ordinal, title, description, focus, category,
       status, status_at, version, synthetic, opened_at)
     select id, $2, '${ROUND}', $3, 'county:u', '虚构单位', $2 || '001001', i, '虚构', '虚构', 'F', 'C', 'REPORTED', now(), 1, true, now()
     from unnest($1::text[]) with ordinality as f (id, i)`,
    [ids, OFFICE, targetId],
  );
  const manifest = ids.map((findingId) => ({ findingId, version: 1, hash: "h" }));
  await county.query(
    `insert into publication (id, office, office_city, office_province, round_id, target_id, unit_id, region, version, status, revision,
       is_current, manifest, manifest_hash, submitted_at, submitted_by)
     values ($1, $2, left($2, 4), left($2, 2), '${ROUND}', $3, 'county:u', $2 || '001001', 1, 'SUBMITTED', 1, true, $4, 'm', now(), 'x')`,
    [publicationId, OFFICE, targetId, JSON.stringify(manifest)],
  );
  await county.query(
    `insert into published_finding (publication_id, finding_id, office, office_city, office_province, round_id, target_id, unit_id,
       unit_name, region, ordinal, title, description, focus, category, status, finding_version, synthetic, opened_at, is_current)
     select $1, id, office, left(office, 4), left(office, 2), round_id, target_id, unit_id, unit_name, region, ordinal, title, description,
       focus, category, status, version, synthetic, opened_at, true from finding`,
    [publicationId],
  );
  await line.start("CITY");
  await say(line, [
    publicationEntry({ office: OFFICE, id: publicationId, version: 1 }, "PublicationSubmitted", { targetId, manifest }),
  ]);
  await untilReceived(line, 1);
  await line.end("CITY");
  return ids;
}

/** @returns messages a second: from the receipt of the first batch to that of the last */
async function drainAfterCut(line: Line, findings: readonly string[], count: number): Promise<number> {
  const before = await receivedCount(line);
  for (let done = 0; done < count; done += BATCH) {
    const entries = Array.from({ length: Math.min(BATCH, count - done) }, (_, i) => stepEntry(findings, done + i));
    await say(line, entries);
  }
  await until(
    async () =>
      (await oneNumber(line.county, "select sequence from outbox_stream where destination = '9901'")) ===
      before + count,
  );
  await line.start("CITY");
  await untilReceived(line, before + count);
  await line.end("CITY");
  const { rows } = await line.city.query<{ rate: number }>(
    `select (count(*) filter (where received_at > first_at)) / nullif(extract(epoch from max(received_at) - min(first_at)), 0)::float8 as rate
     from (select received_at, min(received_at) over () as first_at from inbox where sequence > $1) as i`,
    [before],
  );
  return rows[0]?.rate ?? 0;
}

/** The same rows into a table of the same form, committed in transactions of the same size.
 * @returns rows a second */
async function rawCommits({ city }: Line, count: number): Promise<number> {
  await city.query("create table if not exists raw_inbox (like inbox including indexes)");
  await city.query("truncate raw_inbox");
  const first = (await oneNumber(city, "select max(sequence)::int from inbox")) - count;
  const started = performance.now();
  for (let done = 0; done < count; done += BATCH) {
    await city.query("insert into raw_inbox select * from inbox where sequence > $1 and sequence <= $2", [
      ...[first + done, Math.min(first + done + BATCH, first + count)],
    ]);
  }
  return (count / (performance.now() - started)) * 1000;
}

/** @returns milliseconds from the commit at the county until the city shows it */
async function arriveWhenIdle(line: Line, findings: readonly string[], samples: number): Promise<number[]> {
  await line.start("CITY");
  const took: number[] = [];
  await pause(2_500); // both have greeted each other
  for (let i = 0; i < samples; i++) {
    const before = await receivedCount(line);
    await say(line, [stepEntry(findings, i)]);
    const committed = performance.now();
    await line.county.query(SAY_CHANGED); // as every change of a subgraph ends
    await until(async () => (await receivedCount(line)) > before, 1);
    took.push(performance.now() - committed);
    await pause(100 + ((i * 37) % 100)); // out of step with any beat
  }
  return took;
}

async function say({ county }: Line, entries: Parameters<typeof appendJournal>[3]): Promise<void> {
  await appendJournal(rowsBy(county), "bench", new Date().toISOString(), entries);
}

function stepEntry(findings: readonly string[], i: number) {
  const id = findings[i % findings.length] as string;
  return findingEntry(
    { office: OFFICE, id, version: i + 2 },
    STEPS[Math.floor(i / findings.length) % STEPS.length] as string,
    {},
  );
}

const findingEntry = entriesOf("Finding");
const publicationEntry = entriesOf("Publication");

function receivedCount({ city }: Line): Promise<number> {
  return oneNumber(city, "select coalesce(max(sequence), 0)::int from inbox");
}

function untilReceived(line: Line, count: number): Promise<void> {
  return until(async () => (await receivedCount(line)) >= count);
}

async function until(look: () => Promise<boolean>, pauseMs = 20): Promise<void> {
  for (const deadline = performance.now() + WAIT_MS; performance.now() < deadline; await pause(pauseMs)) {
    if (await look()) return;
  }
  throw new Error("the exchange does not get on");
}

async function oneNumber(client: Client, query: string): Promise<number> {
  const { rows } = await client.query<Record<string, unknown>>(query);
  return Number(Object.values(rows[0] ?? {})[0] ?? 0);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function anId(): string {
  return `county:${randomBytes(16).toString("base64url")}`;
}
