import { randomBytes } from "node:crypto";
import type { Measurement } from "../measurement";
import { AT_ONCE, type Load, Sender } from "./overloadSender";
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

/** The peak that a gateway carries, and what is left of it where several times as much is asked of it. Each overload stands between
 * two peaks, so that what else the machine does meanwhile falls on both; of several rounds the median counts. Per processor
 * second of the gateway: what a second gives depends on who else wants the processor, the sender among them. */
export async function measureOverload(quick: boolean): Promise<Pick<Measurement, "targets" | "detail">> {
  const [rounds, seconds] = quick ? [1, 1.5] : [5, 3];
  const world = await startWorld(`canary${randomBytes(8).toString("hex")}`, { people: PEOPLE });
  const sender = new Sender(world);
  try {
    // a process that has just started compiles its own code while it answers
    let before = await sender.peak(seconds * 2);
    const found = new Map<number, Round[]>(TIMES.map((times) => [times, []]));
    for (let round = 0; round < rounds; round++) {
      for (const times of TIMES) {
        const load = await sender.offer(before.goodPerSecond * times, seconds);
        const after = await sender.peak(seconds);
        found.get(times)?.push({ before, load, after });
        before = after;
      }
    }
    const targets = [...found].flatMap(([times, all]) => targetsOf(times, all));
    return { targets, detail: { quick, atOnce: AT_ONCE, people: PEOPLE, rounds: Object.fromEntries(found) } };
  } finally {
    await sender.close();
    await world.stop();
  }
}

function targetsOf(times: number, rounds: Round[]): Measurement["targets"] {
  const shareOf = (of: (load: Load) => number) =>
    median(rounds.map(({ before, load, after }) => (2 * of(load)) / (of(before) + of(after))));
  const share = shareOf(({ goodPerCpuSecond }) => goodPerCpuSecond);
  const unclean = new Set(rounds.flatMap(({ load }) => Object.keys(load.ends).filter((end) => !CLEAN.includes(end))));
  return [
    {
      name: `goodput per CPU second of the gateway at ${times} times the peak, of the peak (per second ${shareOf(({ goodPerSecond }) => goodPerSecond)})`,
      limit: `>= ${LEAST_SHARE}`,
      found: share,
      ok: share >= LEAST_SHARE,
    },
    {
      name: `other ends than data or a refusal, at ${times} times`,
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
