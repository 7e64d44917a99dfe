import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Standing } from "../../schema/contract/standing";
import { freePort } from "../supervisor/ports";
import { inDatabase, secret, startDatabase } from "./database";
import { childrenCpuMs, cpuMsOf } from "./processorTime";

const OFFICE = "990101";
export const ROUND = "county:AAAAAAAAAAAAAAAAAAAAAR";
const TARGET = "county:AAAAAAAAAAAAAAAAAAAAAT";
export const UNIT = "虚构单位";
export const CLERK: Standing = {
  person: `county:${OFFICE}.clerk`,
  tier: "COUNTY",
  office: OFFICE,
  roles: ["CLERK"],
  recusals: [],
  rightsEpoch: 1,
};

/** One county's subgraph as a process of its own, over a database of its own that keeps what it is told. */
export interface BenchTier {
  url: string;
  key: string;
  ownerUrl: string;
  /** memory of the process before anything was asked, MB */
  idleMb: number;
  /** milliseconds of processor time so far, its database's connections included */
  cpuMs(): number;
  /** Works, and says what it took: wall seconds, CPU seconds of the process, and the most memory that it held. */
  watched<T extends object>(work: () => Promise<T>): Promise<T & Watched>;
  stop(): Promise<void>;
}

interface Watched {
  seconds: number;
  cpuSeconds: number;
  peakMb: number;
}

const START_MS = 60_000;
const SAMPLE_MS = 10;

/** @param settings beside its own */
export async function startTier(settings: Record<string, string> = {}): Promise<BenchTier> {
  const { urls, folder, pid: database, stop: stopDatabase } = await startDatabase("COUNTY");
  await inDatabase(urls.owner, BOOK);
  const port = await freePort();
  const key = secret();
  const env = {
    TIER_PORT: `${port}`,
    TIER_KEY: key,
    DATABASE_URL: urls.subgraph,
    REGIONS_DIR: join(__dirname, "../../../schema/regions"),
    FILES_DIR: join(folder, "files"),
    LOG_LEVEL: "warn",
    ...settings,
  };
  const child = spawn(process.execPath, [join(__dirname, "../../subgraphs/county/index.js")], {
    env,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    if (child.exitCode === null) {
      child.kill();
      await once(child, "exit");
    }
    await stopDatabase();
  };
  try {
    await ready(url, child);
  } catch (cause) {
    await stop();
    throw cause;
  }
  const cpuMs = () => cpuMsOf(child.pid as number) + childrenCpuMs(database);
  const watched: BenchTier["watched"] = (work) => watch(child, work);
  return { url, key, ownerUrl: urls.owner, idleMb: residentMb(child), cpuMs, watched, stop };
}

/** One round with one target that the team has entered. */
const BOOK = `insert into office (code, id, name, enrolment) values ('${OFFICE}', 'county:AAAAAAAAAAAAAAAAAAAAAO', '虚构巡察办', 'ENROLLED');
  insert into term (id, office, committee, ordinal, starts_on) values ('county:AAAAAAAAAAAAAAAAAAAAAM', '${OFFICE}', '虚构一届', 1, '2021-07-01');
  insert into round (id, office, term_id, ordinal, kind, assignment_mode, title, status, version, synthetic, opened_at)
    values ('${ROUND}', '${OFFICE}', 'county:AAAAAAAAAAAAAAAAAAAAAM', 1, 'REGULAR', 'OWN_TIER', '虚构轮次', 'RUNNING', 1, true, now());
  insert into round_target (id, office, round_id, unit_id, unit_name, region, status, version, added_at)
    values ('${TARGET}', '${OFFICE}', '${ROUND}', 'county:AAAAAAAAAAAAAAAAAAAAAU', '${UNIT}', '990101001001', 'ENTERED', 1, now());`;

/** More findings of the same target, past the platform's own ways: what an export then reads is what counts. */
export async function writeFindings({ ownerUrl }: BenchTier, count: number): Promise<void> {
  await inDatabase(
    ownerUrl,
    `insert into finding (id, office, round_id, target_id, unit_id, unit_name, region, ordinal, title, description, focus,
       category, status, status_at, version, synthetic, opened_at)
     select 'county:' || left(md5(last.n::text || i) , 22), '${OFFICE}', '${ROUND}', '${TARGET}', 'county:AAAAAAAAAAAAAAAAAAAAAU',
       '${UNIT}', '990101001001', last.n + i, '虚构问题' || i, repeat('结算情况未按时公示。（虚构）', 4), 'GRASSROOTS_POLICY', '工程项目',
       'DRAFT', now(), 1, true, now() + i * interval '1 microsecond'
     from (select count(*)::int as n from finding) last, generate_series(1, ${count}) i; analyze finding;`,
  );
}

async function watch<T extends object>(child: ChildProcess, work: () => Promise<T>): Promise<T & Watched> {
  let peakMb = residentMb(child);
  const sampler = setInterval(() => {
    peakMb = Math.max(peakMb, residentMb(child));
  }, SAMPLE_MS);
  const [started, cpu] = [performance.now(), cpuSeconds(child)];
  try {
    const outcome = await work();
    const seconds = Math.round(performance.now() - started) / 1000;
    return { ...outcome, seconds, cpuSeconds: Math.round((cpuSeconds(child) - cpu) * 100) / 100, peakMb };
  } finally {
    clearInterval(sampler);
  }
}

/** The process and all of its threads, as Linux counts it. */
function residentMb({ pid }: ChildProcess): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}

function cpuSeconds({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the subgraph ended with code ${child.exitCode}`);
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined); // not listening yet
    if (answer?.status === 200) return;
    await pause(50);
  }
  throw new Error("the subgraph did not start in time");
}
