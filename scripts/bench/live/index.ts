import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { TIER_NAMES, type TierName } from "../../../schema/contract/tier";
import type { Measurement, Target } from "../../measurement";
import { type Contender, type Surroundings, startHive, startOurs } from "../gateway/contenders";
import { rounded } from "../gateway/numbers";
import { startIssuer } from "../issuer";
import { MeasuredProcess } from "../shield/measuredProcess";
import { Crowds } from "./crowds";
import { composeLiveGraph, FOLLOW } from "./graph";

/** `[sockets, different subscriptions among them]` */
type Size = readonly [sockets: number, different: number];

const FULL = {
  events: 30,
  sizes: [1_000, 5_000, 10_000].flatMap((sockets) => [1, 10, 100].map((different): Size => [sockets, different])),
};
const QUICK = {
  events: 8,
  sizes: [
    [1_000, 1],
    [1_000, 100],
    [10_000, 1],
  ] as Size[],
};
/** Of equal readers, with which both gateways are measured. */
const EQUAL = 500;
const HIVE_SHARE = 0.1;
const PEOPLE = 200;
/** Until everybody has heard of an event. */
const HEARD_MS = 30_000;

interface Found {
  sockets: number;
  different: number;
  /** questions or streams that waited at the tier */
  upstream: number;
  cpuMsPerEvent: number;
  cpuUsPerMessage: number;
  kbPerSocket: number;
  /** milliseconds from the happening to a reader */
  p50: number;
  p99: number;
  /** to the last reader of an event, in the middle and at worst */
  lastP50: number;
  lastWorst: number;
  readersCpuMsPerEvent: number;
  heard: number;
  expected: number;
  closed: number;
}

/** What an event costs a gateway process with many readers, and how soon the last of them has it. */
export async function measureLive(quick: boolean): Promise<Pick<Measurement, "targets" | "detail">> {
  const { events, sizes } = quick ? QUICK : FULL;
  const folder = mkdtempSync(join(tmpdir(), "bench-live-"));
  const issuer = await startIssuer();
  const tierProcess = await new MeasuredProcess(join(__dirname, "tiers.js"), {}).listening();
  try {
    const urls = tierProcess.url.split(" ");
    const tiers = Object.fromEntries(TIER_NAMES.map((name, i) => [name, urls[i]])) as Record<TierName, string>;
    const around = { folder, supergraph: composeLiveGraph(tiers), tiers, issuer: issuer.url };
    const authorizations = await Promise.all(
      Array.from({ length: PEOPLE }, (_, i) => issuer.authorizationOf(`county:990101.p${i}`)),
    );
    const ours: Found[] = [];
    for (const size of [[EQUAL, 1] as Size, ...sizes]) {
      ours.push(
        await measured(() => startOurs(around, "ours", undefined, SETTINGS), around, size, events, authorizations),
      );
    }
    const hive = await measured(() => startHive(around, "hive"), around, [EQUAL, 1], events, []);
    const rust = await measured(() => startHive(around, "hive, Rust planner"), around, [EQUAL, 1], events, []);
    return {
      targets: targetsOf(ours, hive),
      detail: { quick, events, people: PEOPLE, ours, hive, "hive, Rust planner": rust },
    };
  } finally {
    await tierProcess.stop();
    await issuer.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Sockets of one person are bounded, and herds are paced: neither is what is measured. */
const SETTINGS = { LIVE_SOCKETS_PER_PERSON: "10000", LIVE_SIGN_INS: "10000" };

async function measured(
  start: () => Promise<Contender>,
  { tiers }: Surroundings,
  [sockets, different]: Size,
  events: number,
  authorizations: string[],
): Promise<Found> {
  const { process, url } = await start();
  const crowds = new Crowds();
  try {
    const before = process.residentBytes();
    await crowds.open({
      url: url.replace(/^http/, "ws"),
      count: sockets,
      channels: different,
      query: FOLLOW,
      authorizations,
    });
    const upstream = await settled(tiers.county, authorizations.length ? different : sockets);
    const kbPerSocket = rounded((process.residentBytes() - before) / 1_024 / sockets);
    await happen(tiers.county, crowds, 3, sockets);
    const first = await crowds.report();
    const cpu = process.cpuMs();
    const { lags, lasts } = await happen(tiers.county, crowds, events, sockets);
    const cpuMs = process.cpuMs() - cpu;
    const { closed, cpuMs: readersCpu } = await crowds.report();
    const at = (values: number[], share: number) =>
      rounded([...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? Number.NaN);
    return {
      ...{ sockets, different, upstream, kbPerSocket, closed, heard: lags.length, expected: events * sockets },
      cpuMsPerEvent: rounded(cpuMs / events),
      cpuUsPerMessage: rounded((cpuMs * 1_000) / events / sockets),
      readersCpuMsPerEvent: rounded((readersCpu - first.cpuMs) / events),
      ...{ p50: at(lags, 0.5), p99: at(lags, 0.99), lastP50: at(lasts, 0.5), lastWorst: at(lasts, 1) },
    };
  } finally {
    crowds.close();
    await process.stop();
  }
}

/** Lets something happen, again once everybody has heard of it. */
async function happen(county: string, crowds: Crowds, times: number, sockets: number) {
  const [lags, lasts]: [number[], number[]] = [[], []];
  for (let i = 0; i < times; i++) {
    await fetch(`${county}/tick`, { method: "POST", body: "{}" });
    let heard: number[] = [];
    for (const until = performance.now() + HEARD_MS; heard.length < sockets && performance.now() < until; ) {
      await pause(100);
      heard = heard.concat((await crowds.report()).lags);
    }
    lags.push(...heard);
    lasts.push(heard.reduce((most, lag) => Math.max(most, lag), 0));
  }
  return { lags, lasts };
}

/** @returns how many questions or streams wait at the tier, once it is so many or stays as it is */
async function settled(county: string, expected: number): Promise<number> {
  let count = -1;
  for (let looks = 0; looks < 50 && count !== expected; looks++) {
    await pause(100);
    const { waiting, streams } = (await (await fetch(`${county}/counts`)).json()) as Record<string, number>;
    count = (waiting ?? 0) + (streams ?? 0);
  }
  return count;
}

function targetsOf(ours: readonly Found[], hive: Found): Target[] {
  const share = rounded((ours[0]?.cpuMsPerEvent ?? Number.NaN) / hive.cpuMsPerEvent);
  const largest = ours.reduce((most, found) => (found.sockets > most.sockets ? found : most));
  const strayed = ours.filter(({ upstream, different }) => upstream !== different).length;
  const unheard = ours.reduce((sum, { heard, expected }) => sum + Math.abs(expected - heard), 0);
  return [
    {
      name: `CPU of an event for ${EQUAL} equal readers, ours of hive`,
      limit: `<= ${HIVE_SHARE}`,
      found: share,
      ok: share <= HIVE_SHARE,
    },
    {
      name: "measurements with other than one upstream per different subscription",
      limit: "= 0",
      found: strayed,
      ok: strayed === 0,
    },
    { name: "messages lost or doubled", limit: "= 0", found: unheard, ok: unheard === 0 },
    {
      name: "sockets held",
      limit: ">= 10000",
      found: largest.sockets - largest.closed,
      ok: largest.sockets - largest.closed >= 10_000,
    },
  ];
}
