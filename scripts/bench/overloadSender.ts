import { Agent, request } from "undici";
import type { World } from "./shield/world";

/** Half of them the gateway answers by itself, from the directory; half ask a tier. */
const BODIES = [
  '{ viewer { person roles } region(code: "99") { name children { code name pathName } } }',
  '{ countyFindings(first: 20) { nodes { id title status } } region(code: "990101") { name countyFigures { total } } }',
].map((query) => JSON.stringify({ query }));
export const AT_ONCE = 48;
/** More than the gateway has places: beyond, the sender gives up. */
const MOST_OPEN = 1_000;

export interface Load {
  offeredPerSecond: number;
  goodPerSecond: number;
  /** what another process takes of the machine changes the first, and not this */
  goodPerCpuSecond: number;
  /** how many were answered with data, a code, or not at all; NO_RETRY_AFTER: 503 that does not say when to come again */
  ends: Record<string, number>;
  /** of what was answered with data, milliseconds */
  latency: { median: number; p99: number };
  /** of what was refused */
  refusalMedianMs: number;
  /** of one core */
  gatewayCpu: number;
  senderCpu: number;
}

type Send = (i: number) => Promise<void>;

/** Keeps its connections between the loads, as people's programs do. */
export class Sender {
  readonly #agent = new Agent({ connections: MOST_OPEN, pipelining: 1, keepAliveTimeout: 60_000 });

  constructor(private readonly world: World) {}

  /** As many as are answered, by so many who each wait for the answer before they ask again. */
  peak(seconds: number): Promise<Load> {
    return this.#observed(seconds, async (send, until) => {
      const one = async (from: number) => {
        for (let i = from; performance.now() < until; i += AT_ONCE + 1) await send(i);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => one(i)));
    });
  }

  /** So many in a second, whatever is answered. */
  offer(perSecond: number, seconds: number): Promise<Load> {
    return this.#observed(seconds, async (send, until) => {
      const started = performance.now();
      const open = new Set<Promise<void>>();
      for (let sent = 0; performance.now() < until; ) {
        const due = Math.floor(((performance.now() - started) / 1000) * perSecond);
        for (; sent < due && open.size < MOST_OPEN; sent++) {
          const asked: Promise<void> = send(sent).finally(() => open.delete(asked));
          open.add(asked);
        }
        await new Promise((soon) => setTimeout(soon, 2));
      }
      await Promise.all(open);
    });
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #observed(seconds: number, drive: (send: Send, until: number) => Promise<void>): Promise<Load> {
    const { gateway } = this.world;
    const ends: Record<string, number> = {};
    const took: { good: boolean; ms: number }[] = [];
    const send = async (i: number) => {
      const asked = performance.now();
      const end = await this.#ask(i);
      ends[end] = (ends[end] ?? 0) + 1;
      took.push({ good: end === "DATA", ms: performance.now() - asked });
    };
    const [started, cpu, own] = [performance.now(), gateway.cpuMs(), process.cpuUsage()];
    await drive(send, started + seconds * 1000);
    const ms = performance.now() - started;
    const gatewayMs = gateway.cpuMs() - cpu;
    const { user, system } = process.cpuUsage(own);
    const good = took.filter((one) => one.good);
    const share = (part: number) => Math.round((part / ms) * 100) / 100;
    return {
      offeredPerSecond: Math.round((took.length / ms) * 1000),
      goodPerSecond: Math.round((good.length / ms) * 1000),
      goodPerCpuSecond: Math.round((good.length / gatewayMs) * 1000),
      ends,
      latency: { median: percentile(good, 0.5), p99: percentile(good, 0.99) },
      refusalMedianMs: percentile(
        took.filter((one) => !one.good),
        0.5,
      ),
      gatewayCpu: share(gatewayMs),
      senderCpu: share((user + system) / 1000),
    };
  }

  async #ask(i: number): Promise<string> {
    const { gateway, senders } = this.world;
    const authorization = senders[i % senders.length] as string;
    const headers = { "content-type": "application/json", authorization };
    const body = BODIES[i % BODIES.length] as string;
    try {
      const url = `${gateway.url}/graphql`;
      const answer = await request(url, { method: "POST", headers, body, dispatcher: this.#agent });
      const text = await answer.body.text();
      if (answer.statusCode === 503 && !answer.headers["retry-after"]) return "NO_RETRY_AFTER";
      return /"extensions":\{"code":"(\w+)"/.exec(text)?.[1] ?? "DATA";
    } catch (cause) {
      return (cause as NodeJS.ErrnoException).code ?? (cause as Error).name;
    }
  }
}

function percentile(took: { ms: number }[], share: number): number {
  const sorted = took.map(({ ms }) => ms).sort((a, b) => a - b);
  return Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
}
