import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Measurement } from "../../measurement";
import { startOurs } from "../gateway/contenders";
import { rounded } from "../gateway/numbers";
import type { MeasuredProcess } from "../shield/measuredProcess";
import { FOLLOW } from "./graph";
import { settled } from "./size";
import { amongTiers, type LiveSurroundings, UNBOUNDED } from "./surroundings";
import type { Visits, VisitsWord } from "./visitors";

const FULL = { visits: 100_000, warming: 5_000, processes: 2 };
const QUICK = { visits: 900, warming: 450, processes: 1 };
const AT_ONCE = 40;
const CHANNELS = 20;
/** Meanwhile something happens. */
const TICK_MS = 250;
/** A few bytes of each visit would be more. */
const MOST_GROWTH_MB = 2;
const MB = 1024 * 1024;
/** Connections to the tiers are kept for some seconds. */
const REST_MS = 6_000;
/** so many looks at the timers, so far from each other */
const [LOOKS, LOOK_PAUSE_MS] = [5, 230];

/** What a gateway holds while nobody is there. */
interface Held {
  heapMb: number;
  residentMb: number;
  descriptors: number;
  timers: number;
  upstream: number;
}

/** Sockets and streams come and go in all ways that there are: afterwards nothing of them may be left. */
export function measureVisits(quick: boolean): Promise<Pick<Measurement, "targets" | "detail">> {
  const { visits, warming, processes } = quick ? QUICK : FULL;
  return amongTiers(async (around) => {
    const { process, url } = await startOurs(around, "ours", undefined, UNBOUNDED);
    const doors = Array.from({ length: processes }, () => fork(join(__dirname, "visitors.js")));
    const ticking = setInterval(() => void fetch(`${around.tiers.county}/tick`, { method: "POST" }), TICK_MS);
    try {
      const some = (count: number) => visit(doors, around, url.replace(/^http/, "ws"), count);
      await some(warming);
      const before = await held(process, around);
      const [began, cpu] = [performance.now(), process.cpuMs()];
      const words = await some(visits);
      const seconds = rounded((performance.now() - began) / 1_000);
      const cpuMsPerVisit = rounded((process.cpuMs() - cpu) / visits);
      const after = await held(process, around);
      const [ways, strayed] = [sumOf(words.map(({ ways }) => ways)), sumOf(words.map(({ strayed }) => strayed))];
      const all = Object.values(ways).reduce((sum, count) => sum + count, 0);
      return {
        targets: targetsOf(before, after, visits - all + Object.values(strayed).reduce((sum, count) => sum + count, 0)),
        detail: { quick, visits, seconds, cpuMsPerVisit, ways, strayed, before, after },
      };
    } finally {
      clearInterval(ticking);
      for (const door of doors) door.kill("SIGKILL");
      await process.stop();
    }
  });
}

async function visit(
  doors: readonly ChildProcess[],
  { authorizations }: LiveSurroundings,
  url: string,
  visits: number,
): Promise<VisitsWord[]> {
  const asked = { url, atOnce: AT_ONCE, channels: CHANNELS, query: FOLLOW, authorizations };
  return Promise.all(
    doors.map(async (door, i) => {
      const over = once(door, "message");
      const count = Math.floor(visits / doors.length) + (i < visits % doors.length ? 1 : 0);
      door.send({ ...asked, count } satisfies Visits);
      return ((await over) as [VisitsWord])[0];
    }),
  );
}

async function held(process: MeasuredProcess, { tiers }: LiveSurroundings): Promise<Held> {
  const upstream = await settled(tiers.county, 0);
  await pause(REST_MS);
  return {
    heapMb: rounded((await process.heapBytes()) / MB),
    residentMb: rounded(process.residentBytes() / MB),
    descriptors: process.descriptors(),
    timers: await standingTimers(process),
    upstream,
  };
}

/** Whoever looks after the tiers has a timer now and then: what stands is what is there at each of some looks. */
async function standingTimers(process: MeasuredProcess): Promise<number> {
  let least = await process.timers();
  for (let look = 1; look < LOOKS; look++) {
    await pause(LOOK_PAUSE_MS);
    least = Math.min(least, await process.timers());
  }
  return least;
}

function targetsOf(before: Held, after: Held, strayed: number): Measurement["targets"] {
  const growth = rounded(after.heapMb - before.heapMb);
  const more = (what: "descriptors" | "timers") => Math.max(0, after[what] - before[what]);
  const none = (name: string, found: number) => ({ name, limit: "= 0", found, ok: found === 0 });
  return [
    none("visits that did not end as they should", strayed),
    { name: "growth of the heap, MB", limit: `<= ${MOST_GROWTH_MB}`, found: growth, ok: growth <= MOST_GROWTH_MB },
    none("file descriptors more than before", more("descriptors")),
    none("timers more than before", more("timers")),
    none("questions left with a tier", after.upstream),
  ];
}

function sumOf(counts: readonly Record<string, number>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const each of counts) for (const [name, count] of Object.entries(each)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}
