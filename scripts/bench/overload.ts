import { randomBytes } from "node:crypto";
import type { Measurement } from "../measurement";
import { AT_ONCE, CROWDS, type Crowd, type Load, Sender } from "./overloadSender";
import { startWorld } from "./shield/world";

const TIMES = [2, 5, 10];
const LEAST_SHARE = 0.9;
/** What is left out is said with a code and when to come again. */
const CLEAN = ["DATA", "OVERLOADED"];
/** So many that the gateway is short before any of them has a share. */
const PEOPLE = 200;

interface Round {
  before: Load;
  load: Load;
  after: Load;
}

/** The peak that a gateway carries, and what is left of it where several times as much is asked of it, by people's browsers and by a swarm. Each overload
 * stands between two peaks, so that what else the machine does meanwhile falls on both; of several rounds the median counts. Per processor
 * second of the gateway, because the sender takes its own part of the same machine: what a second gave is said beside it. */
export async function measureOverload(quick: boolean): Promise<Pick<Measurement, "targets" | "detail">> {
  const [rounds, seconds] = quick ? [1, 1.5] : [5, 3];
  const world = await startWorld(`canary${randomBytes(8).toString("hex")}`, { people: PEOPLE });
  const sender = new Sender(world);
  const cases = TIMES.flatMap((times) => crowds().map((crowd) => ({ times, crowd, rounds: [] as Round[] })));
  try {
    // a process that has just started compiles its own code while it answers
    let before = await sender.peak(seconds * 2);
    for (let round = 0; round < rounds; round++) {
      for (const one of cases) {
        const load = await sender.offer(before.goodPerSecond * one.times, seconds, one.crowd);
        const after = await sender.peak(seconds);
        one.rounds.push({ before, load, after });
        before = after;
      }
    }
    return {
      targets: cases.flatMap(targetsOf),
      detail: { quick, atOnce: AT_ONCE, people: PEOPLE, crowds: CROWDS, cases },
    };
  } finally {
    await sender.close();
    await world.stop();
  }
}

function crowds(): Crowd[] {
  return Object.keys(CROWDS) as Crowd[];
}

function targetsOf({ times, crowd, rounds }: { times: number; crowd: Crowd; rounds: Round[] }): Measurement["targets"] {
  const shareOf = (of: (load: Load) => number) =>
    median(rounds.map(({ before, load, after }) => (2 * of(load)) / (of(before) + of(after))));
  const share = shareOf(({ goodPerCpuSecond }) => goodPerCpuSecond);
  const perSecond = shareOf(({ goodPerSecond }) => goodPerSecond);
  const perPlatform = shareOf(({ goodPerPlatformCpuSecond }) => goodPerPlatformCpuSecond);
  const unclean = new Set(rounds.flatMap(({ load }) => Object.keys(load.ends).filter((end) => !CLEAN.includes(end))));
  const load = `${times} times the peak (${crowd})`;
  return [
    {
      name: `goodput per CPU second of the gateway at ${load}, of the peak (of gateway, tier and database ${perPlatform}; per second ${perSecond})`,
      limit: `>= ${LEAST_SHARE}`,
      found: share,
      ok: share >= LEAST_SHARE,
    },
    {
      name: `other ends than data or a refusal, at ${load}`,
      limit: "= 0",
      found: unclean.size,
      ok: unclean.size === 0,
    },
  ];
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return Math.round(middle * 100) / 100;
}
