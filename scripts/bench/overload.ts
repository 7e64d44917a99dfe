import { randomBytes } from "node:crypto";
import { Agent, request } from "undici";
import type { Measurement } from "../measurement";
import { startWorld, type World } from "./shield/world";

/** What the gateway answers by itself, from the directory: so it is the gateway that is short, and not a tier beside it. */
const QUERY = '{ viewer { person roles } region(code: "99") { name children { code name pathName } } }';
const TIMES = [2, 5, 10];
const LEAST_SHARE = 0.9;
const CLEAN = ["DATA", "OVERLOADED", "LIMIT_EXCEEDED", "STANDING_UNAVAILABLE"];
const AT_ONCE = 48;
/** More than the gateway has places: beyond, the sender gives up. */
const MOST_OPEN = 1_000;

interface Load {
  offeredPerSecond: number;
  goodPerSecond: number;
  /** what another process takes of the machine changes the first, and not this */
  goodPerCpuSecond: number;
  /** how many were answered with data, a code, or not at all */
  ends: Record<string, number>;
  /** of what was answered with data, milliseconds */
  latency: { median: number; p99: number };
  /** of one core */
  gatewayCpu: number;
  senderCpu: number;
}

/** The peak that a gateway carries, and what is left of it where several times as much is asked of it. Where the machine gives
 * the gateway all that it asks for, the same share is left of the goodput per second. */
export async function measureOverload(quick: boolean): Promise<Pick<Measurement, "targets" | "detail">> {
  const seconds = quick ? 2 : 6;
  const world = await startWorld(`canary${randomBytes(8).toString("hex")}`);
  const agent = new Agent({ connections: MOST_OPEN, pipelining: 1 });
  try {
    // a process that has just started, and a machine that others use: the best of three is the peak
    const peaks = [await peakOf(world, agent, seconds), await peakOf(world, agent, seconds)];
    const loads: [number, Load][] = [];
    for (const times of TIMES) {
      loads.push([times, await offer(world, agent, best(peaks).goodPerSecond * times, seconds)]);
    }
    peaks.push(await peakOf(world, agent, seconds));
    const peak = best(peaks);
    return {
      targets: loads.flatMap(([times, { goodPerCpuSecond, ends }]) => {
        const share = Math.round((goodPerCpuSecond / peak.goodPerCpuSecond) * 100) / 100;
        const unclean = Object.keys(ends).filter((end) => !CLEAN.includes(end)).length;
        return [
          {
            name: `goodput per CPU second of the gateway at ${times} times the peak, of the peak`,
            limit: `>= ${LEAST_SHARE}`,
            found: share,
            ok: share >= LEAST_SHARE,
          },
          {
            name: `other ends than data or a refusal, at ${times} times`,
            limit: "= 0",
            found: unclean,
            ok: unclean === 0,
          },
        ];
      }),
      detail: { quick, peak, loads: Object.fromEntries(loads) },
    };
  } finally {
    await agent.destroy();
    await world.stop();
  }
}

function best(loads: Load[]): Load {
  return [...loads].sort((a, b) => b.goodPerSecond - a.goodPerSecond)[0] as Load;
}

/** As many as are answered, by so many who each wait for the answer before they ask again. */
function peakOf(world: World, agent: Agent, seconds: number): Promise<Load> {
  return observed(
    world,
    seconds,
    async (send, until) => {
      const one = async (i: number) => {
        while (performance.now() < until) await send(i);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => one(i)));
    },
    agent,
  );
}

/** So many in a second, whatever is answered. */
function offer(world: World, agent: Agent, perSecond: number, seconds: number): Promise<Load> {
  return observed(
    world,
    seconds,
    async (send, until) => {
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
    },
    agent,
  );
}

function codeIn(text: string): string {
  return /"extensions":\{"code":"(\w+)"/.exec(text)?.[1] ?? "DATA";
}

async function observed(
  { gateway, senders }: World,
  seconds: number,
  drive: (send: (i: number) => Promise<void>, until: number) => Promise<void>,
  agent: Agent,
): Promise<Load> {
  const ends: Record<string, number> = {};
  const latencies: number[] = [];
  let asked = 0;
  const body = JSON.stringify({ query: QUERY });
  const send = async (i: number) => {
    asked++;
    const started = performance.now();
    const headers = { "content-type": "application/json", authorization: senders[i % senders.length] as string };
    const end = await request(`${gateway.url}/graphql`, { method: "POST", headers, body, dispatcher: agent }).then(
      async (answer) => codeIn(await answer.body.text()),
      (cause: NodeJS.ErrnoException) => cause.code ?? cause.name,
    );
    ends[end] = (ends[end] ?? 0) + 1;
    if (end === "DATA") latencies.push(performance.now() - started);
  };
  const [started, cpu, own] = [performance.now(), gateway.cpuMs(), process.cpuUsage()];
  await drive(send, started + seconds * 1000);
  const ms = performance.now() - started;
  const gatewayMs = gateway.cpuMs() - cpu;
  const { user, system } = process.cpuUsage(own);
  const sorted = latencies.sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  const share = (part: number) => Math.round((part / ms) * 100) / 100;
  return {
    offeredPerSecond: Math.round((asked / ms) * 1000),
    goodPerSecond: Math.round((latencies.length / ms) * 1000),
    goodPerCpuSecond: Math.round((latencies.length / gatewayMs) * 1000),
    ends,
    latency: { median: at(0.5), p99: at(0.99) },
    gatewayCpu: share(gatewayMs),
    senderCpu: share((user + system) / 1000),
  };
}
