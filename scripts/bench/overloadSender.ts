import { cpus } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { type Asked, Program, type ShortOf } from "./overloadProgram";
import { machineCpuMs } from "./processorTime";
import type { World } from "./shield/world";

export const AT_ONCE = 48;
/** Until everybody's connections are open and as much is in hand as will be: only then is looked what it costs. */
const LEAD_IN_MS = 1_000;
/** How a crowd comes: as a person's browser does, over six connections at most, what finds none of them free waiting there; or
 * over twice as many, as programs do. Together they stay below what one address may have open. */
export const CROWDS = { browsers: 6, swarm: 12 };
export type Crowd = keyof typeof CROWDS;

export interface Load {
  /** that was due */
  offeredPerSecond: number;
  /** that was sent */
  askedPerSecond: number;
  goodPerSecond: number;
  /** and for each core that sender and others left: what stands idle there counts against the platform, what the sender takes does not */
  goodPerLeftCoreSecond: number;
  /** of the gateway, the tier and its database; what another process takes of the machine changes what was good in a second, and hardly these two */
  goodPerPlatformCpuSecond: number;
  /** of the gateway */
  goodPerCpuSecond: number;
  /** how many were answered with data, a code, or not at all, until nobody waited any more; NO_RETRY_AFTER: 503 that does not say when to come again */
  ends: Record<string, number>;
  /** of what was answered with data, the share that asked a tier: the work of a good answer is the same at the peak and beyond it while this is */
  tierShare: number;
  /** of what was answered with data, milliseconds */
  latency: { median: number; p99: number };
  /** of what was refused */
  refusalMedianMs: number;
  /** cores that each of them took; others: of this machine, besides all these */
  cores: { gateway: number; tier: number; sender: number; others: number };
}

interface Ended extends Asked {
  at: number;
}

/** What had been spent at a moment, in milliseconds. */
interface Spent {
  at: number;
  cpuMs: Four;
}

/** Sends as many people, each with a program of one's own that keeps its connections between the loads. Half of the people come
 * again when they were told to, the others do not listen. */
export class Sender {
  readonly #programs: Record<Crowd, Program[]>;

  constructor(private readonly world: World) {
    const { gateway, senders } = world;
    const programsOf = (connections: number) =>
      senders.map((authorization, i) => {
        const turn = i % 4 < 2 ? 0 : 1;
        return new Program(gateway.url, authorization, connections, turn, i % 2 === 0);
      });
    this.#programs = { browsers: programsOf(CROWDS.browsers), swarm: programsOf(CROWDS.swarm) };
  }

  /** As many as are answered, by so many who each wait for the answer before they ask again. */
  peak(seconds: number, shortOf: ShortOf): Promise<Load> {
    return this.#observed(seconds, async (ended, until) => {
      const programs = this.#programs.browsers;
      let offered = 0;
      const one = async (from: number) => {
        for (let i = from; performance.now() < until; i += AT_ONCE + 1, offered++) {
          ended.push({ ...(await (programs[i % programs.length] as Program).ask(shortOf)), at: performance.now() });
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => one(i)));
      return offered;
    });
  }

  /** So many in a second, whatever is answered. */
  offer(perSecond: number, seconds: number, crowd: Crowd, shortOf: ShortOf): Promise<Load> {
    return this.#observed(seconds, async (ended, until) => {
      const programs = this.#programs[crowd];
      const started = performance.now();
      let offered = 0;
      const open = new Set<Promise<void>>();
      while (performance.now() < until) {
        const due = Math.floor(((performance.now() - started) / 1000) * perSecond);
        for (; offered < due; offered++) {
          const program = programs[offered % programs.length] as Program;
          if (!program.maySend) continue;
          const asked: Promise<void> = program.ask(shortOf).then((end) => {
            ended.push({ ...end, at: performance.now() });
            open.delete(asked);
          });
          open.add(asked);
        }
        await pause(2);
      }
      await Promise.all(open);
      return offered;
    });
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.#programs).flatMap((programs) => programs.map((each) => each.close())));
  }

  /** What ends in those seconds, and what it costs. What is in hand when they begin has cost something before, and what is in hand when
   * they end will be answered later: both are as much.
   * @param drive comes back with how many were due */
  async #observed(seconds: number, drive: (ended: Ended[], until: number) => Promise<number>): Promise<Load> {
    const ended: Ended[] = [];
    const wholeMs = LEAD_IN_MS + seconds * 1_000;
    const spent = [this.#spentAfter(LEAD_IN_MS), this.#spentAfter(wholeMs)] as const;
    const offered = await drive(ended, performance.now() + wholeMs);
    const [before, after] = await Promise.all(spent);
    const ms = after.at - before.at;
    const [gateway, tier, sender, machine] = after.cpuMs.map((now, i) => now - (before.cpuMs[i] as number)) as Four;
    const others = Math.max(0, machine - gateway - tier - sender);
    const within = ended.filter(({ at }) => at >= before.at && at < after.at);
    const good = within.filter(({ end }) => end === "DATA");
    const ends: Record<string, number> = {};
    for (const { end } of ended) ends[end] = (ends[end] ?? 0) + 1;
    const cores = (part: number) => Math.round((part / ms) * 100) / 100;
    return {
      offeredPerSecond: Math.round((offered / wholeMs) * 1000),
      askedPerSecond: Math.round((within.length / ms) * 1000),
      goodPerSecond: Math.round((good.length / ms) * 1000),
      goodPerLeftCoreSecond: Math.round((good.length / (ms * cpus().length - sender - others)) * 1000),
      goodPerPlatformCpuSecond: Math.round((good.length / (gateway + tier)) * 1000),
      goodPerCpuSecond: Math.round((good.length / gateway) * 1000),
      ends,
      tierShare: Math.round((good.filter(({ kind }) => kind === "tier").length / good.length) * 100) / 100,
      latency: { median: percentile(good, 0.5), p99: percentile(good, 0.99) },
      refusalMedianMs: percentile(
        within.filter(({ end }) => end !== "DATA"),
        0.5,
      ),
      cores: {
        gateway: cores(gateway),
        tier: cores(tier),
        sender: cores(sender),
        others: cores(others),
      },
    };
  }

  async #spentAfter(ms: number): Promise<Spent> {
    await pause(ms);
    return { at: performance.now(), cpuMs: this.#cpuMs() };
  }

  #cpuMs(): Four {
    const { gateway, tier } = this.world;
    const { user, system } = process.cpuUsage();
    return [gateway.cpuMs(), tier.cpuMs(), (user + system) / 1000, machineCpuMs()];
  }
}

type Four = [number, number, number, number];

function percentile(ended: Ended[], share: number): number {
  const sorted = ended.map(({ ms }) => ms).sort((a, b) => a - b);
  return Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
}
