import { type Attack, corpus } from "./corpus";
import { type Fault, judge, judgeLog, MOST_CPU_MS, type Secrets } from "./judge";
import type { MeasuredProcess } from "./measuredProcess";
import { type Exchange, exchange } from "./wire";

/** What was wrong with one request, and with which: the same seed makes it again. */
interface Found {
  family: string;
  index: number;
  faults: Fault[];
  status: number;
  cpuMs: number;
}

export interface Run {
  sent: number;
  found: Found[];
  /** how many requests of a status */
  statuses: Record<string, number>;
  /** of one request */
  cpuMs: { median: number; p99: number; most: number };
  /** which took most */
  slowest: { family: string; index: number; status: number; cpuMs: number }[];
  heapBytes: number;
}

/** Heap between two equal runs: what a cache still takes in is less. */
export const MOST_GROWTH_BYTES = 16 * 1024 * 1024;

interface Sent {
  answer: Exchange;
  cpuMs: number;
}

/** Sends the attacks one by one, since what each of them costs is asked.
 * @param authorizationOf who sends the i-th
 * @param idle what the process takes in any case while an exchange lasts, of each millisecond: somebody who says nothing more is waited
 * for eight seconds. How much that may be is a target of its own */
export async function run(
  process: MeasuredProcess,
  secrets: Secrets,
  attacks: (nonce: string) => Attack[],
  authorizationOf: (i: number) => string,
  nonce: string,
  idle = 0,
): Promise<Run> {
  const logFrom = process.log.length;
  const found: Found[] = [];
  const costs: Run["slowest"] = [];
  const statuses: Record<string, number> = {};
  const all = attacks(nonce);
  for (const [index, attack] of all.entries()) {
    const once = async (again: string): Promise<Sent> => {
      const { wire } = again ? (attacks(nonce + again)[index] as Attack) : attack;
      const before = process.cpuMs();
      const answer = await exchange(process.url, wire(authorizationOf(index)));
      return { answer, cpuMs: Math.max(0, process.cpuMs() - before - idle * answer.ms) };
    };
    const { answer, cpuMs } = await typical(once);
    costs.push({ family: attack.family, index, status: answer.status, cpuMs: Math.round(cpuMs * 10) / 10 });
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    const faults = [...judge(answer, attack, secrets), ...(cpuMs > MOST_CPU_MS ? (["SLOW"] as const) : [])];
    if (faults.length) found.push({ family: attack.family, index, faults, status: answer.status, cpuMs });
    if (!process.alive) break;
  }
  const logFaults = judgeLog(process.log.slice(logFrom), secrets);
  if (logFaults.length) found.push({ family: "log", index: -1, faults: logFaults, status: 0, cpuMs: 0 });
  const sorted = costs.sort((a, b) => a.cpuMs - b.cpuMs);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]?.cpuMs ?? 0;
  const heapBytes = await process.heapBytes().catch((cause: unknown) => {
    if (process.alive) throw cause;
    found.push({ family: "all", index: -1, faults: ["DIED"], status: 0, cpuMs: 0 });
    return 0;
  });
  const cpuMs = { median: at(0.5), p99: at(0.99), most: at(1) };
  return { sent: costs.length, found, statuses, cpuMs, slowest: sorted.slice(-6).reverse(), heapBytes };
}

/** A collection of garbage falls on whoever is there, and the longer somebody says nothing, the more often: a request that seems slow is sent
 * twice more, as a text that no cache knows, and the median counts. */
async function typical(once: (again: string) => Promise<Sent>): Promise<Sent> {
  const first = await once("");
  if (first.cpuMs <= MOST_CPU_MS) return first;
  const three = [first, await once("again"), await once("once more")].sort((a, b) => a.cpuMs - b.cpuMs);
  return { answer: first.answer, cpuMs: (three[1] as Sent).cpuMs };
}

export function attacksOf(seed: number, { value }: Secrets, share: number): (nonce: string) => Attack[] {
  return (nonce) => corpus(seed, value, nonce, share);
}
