import { randomBytes } from "node:crypto";
import type { Measurement } from "../measurement";
import { SHORT_OF, type ShortOf } from "./overloadProgram";
import { AT_ONCE, CROWDS, type Crowd, type Load, Sender } from "./overloadSender";
import { startWorld } from "./shield/world";

const TIMES = [2, 5, 10];
const LEAST_SHARE = 0.9;
/** What is left out is said with a code and when to come again. */
const CLEAN = ["DATA", "OVERLOADED"];
/** So many that the gateway is short before any of them has a share. */
const PEOPLE = 200;
/** A good answer under load is as much work as one at the peak while so much of them asked a tier. */
const MOST_UNLIKE = 0.05;

interface Round {
  before: Load;
  load: Load;
  after: Load;
}

interface Case {
  times: number;
  crowd: Crowd;
  shortOf: ShortOf;
  rounds: Round[];
}

/** The peak that the platform carries, and what is left of it where several times as much is asked of it, by people's browsers and by a swarm:
 * once of questions for which the gateway is short first, and once of such for which the tier is. Each overload stands between two peaks, so
 * that what else the machine does meanwhile falls on both; of several rounds the median counts. The sender takes its own part of the same
 * machine, more of it the more it sends; so goodput is counted per second and core that it and others leave: who refuses too much leaves
 * cores idle, and is seen. Beside it stands what a second gave, and a processor second of the platform and of the gateway alone. */
export async function measureOverload(quick: boolean): Promise<Pick<Measurement, "targets" | "detail">> {
  const [rounds, seconds] = quick ? [1, 1.5] : [3, 3];
  const crowds = quick ? (["browsers"] as const) : keysOf(CROWDS);
  const world = await startWorld(`canary${randomBytes(8).toString("hex")}`, { people: PEOPLE });
  const sender = new Sender(world);
  const cases: Case[] = keysOf(SHORT_OF).flatMap((shortOf) =>
    TIMES.flatMap((times) => crowds.map((crowd) => ({ times, crowd, shortOf, rounds: [] }))),
  );
  try {
    await world.settled();
    // a process that has just started compiles its own code while it answers
    for (const shortOf of keysOf(SHORT_OF)) await sender.peak(seconds, shortOf);
    for (let round = 0; round < rounds; round++) {
      for (const shortOf of keysOf(SHORT_OF)) {
        let before = await sender.peak(seconds, shortOf);
        for (const one of cases.filter((each) => each.shortOf === shortOf)) {
          const load = await sender.offer(before.goodPerSecond * one.times, seconds, one.crowd, shortOf);
          const after = await sender.peak(seconds, shortOf);
          one.rounds.push({ before, load, after });
          before = after;
        }
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

function keysOf<Key extends string>(record: Record<Key, unknown>): Key[] {
  return Object.keys(record) as Key[];
}

function targetsOf({ times, crowd, shortOf, rounds }: Case): Measurement["targets"] {
  const shareOf = (of: (load: Load) => number) =>
    median(rounds.map(({ before, load, after }) => (2 * of(load)) / (of(before) + of(after))));
  const share = shareOf(({ goodPerLeftCoreSecond }) => goodPerLeftCoreSecond);
  const perPlatform = shareOf(({ goodPerPlatformCpuSecond }) => goodPerPlatformCpuSecond);
  const perSecond = shareOf(({ goodPerSecond }) => goodPerSecond);
  const perGateway = shareOf(({ goodPerCpuSecond }) => goodPerCpuSecond);
  const latencyOf = (of: (round: Round) => Load) => ({
    median: median(rounds.map((round) => of(round).latency.median)),
    p99: median(rounds.map((round) => of(round).latency.p99)),
  });
  const [latency, atPeak] = [latencyOf(({ load }) => load), latencyOf(({ before }) => before)];
  const unlike = median(
    rounds.map(({ before, load, after }) => Math.abs(load.tierShare - (before.tierShare + after.tierShare) / 2)),
  );
  const unclean = new Set(rounds.flatMap(({ load }) => Object.keys(load.ends).filter((end) => !CLEAN.includes(end))));
  const load = `${times} times the peak (${crowd}, short of the ${shortOf} first)`;
  const alike = {
    name: `share of the answers that asked a tier, beside that at the peak, at ${load}`,
    limit: `<= ${MOST_UNLIKE}`,
    found: unlike,
    ok: unlike <= MOST_UNLIKE,
  };
  return [
    {
      name: `goodput per second and core left to the platform at ${load}, of the peak (per second ${perSecond}; per CPU second of gateway, tier and database ${perPlatform}, of the gateway ${perGateway}; answered in ${latency.median} ms, 99 % in ${latency.p99} ms, at the peak ${atPeak.median} and ${atPeak.p99})`,
      limit: `>= ${LEAST_SHARE}`,
      found: share,
      ok: share >= LEAST_SHARE,
    },
    // of the other kind no question asks one
    ...(shortOf === "tier" ? [alike] : []),
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
