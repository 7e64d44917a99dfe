import { setTimeout as pause } from "node:timers/promises";
import type { Target } from "../../measurement";
import type { Contender } from "./contenders";
import { OPERATIONS, type Operation } from "./graph";
import type { Sender } from "./load";
import { rounded } from "./numbers";

/** What a process may keep besides what it kept when it was warm: caches that fill, code that was compiled better. */
const MOST_GROWTH_MB = 6;
/** Of what a request takes with few plans. */
const MOST_WITH_PLANS = 1.1;
const FEW = 10;
const TRIVIAL = OPERATIONS[0] as Operation;
const MB = 1024 * 1024;

interface LastingAmount {
  /** over which memory must stay as it is */
  lasting: number;
  plans: number;
  planRounds: number;
  planRequests: number;
}

/** @returns whether memory stays flat over many requests */
export async function measureMemory(
  sender: Sender,
  ours: Contender,
  { lasting }: LastingAmount,
): Promise<Target & { heapsMb: number[] }> {
  await sender.load(ours, TRIVIAL, Math.ceil(lasting / 10));
  const heaps = [await heapOf(ours)];
  for (let part = 0; part < 4; part++) {
    await sender.load(ours, TRIVIAL, Math.ceil(lasting / 4));
    heaps.push(await heapOf(ours));
  }
  const found = rounded((heaps.at(-1) as number) - (heaps[0] as number));
  const name = `growth of the heap over ${lasting} requests, MB`;
  return { name, limit: `<= ${MOST_GROWTH_MB}`, found, ok: found <= MOST_GROWTH_MB, heapsMb: heaps.map(rounded) };
}

/** A connection that just answered holds something for a moment. */
async function heapOf({ process }: Contender): Promise<number> {
  await pause(200);
  process.forgetLog();
  return (await process.heapBytes()) / MB;
}

/** Both are young: one that has answered a million requests is compiled better than one that has just started.
 * @param few another process of the same build, which gets as many requests with a few plans; both count their plans
 * @param many another one, which gets so many plans
 * @returns whether one with many plans kept answers a request as cheaply as one with few, and what it costs where each request is about
 * another plan than the one before */
export async function measurePlans(
  sender: Sender,
  few: Contender,
  many: Contender,
  { plans, planRounds, planRequests }: LastingAmount,
): Promise<{ targets: Target[]; inTurn: Record<string, number> }> {
  await sender.each(plans, (number, person) => sender.ask(many, operationOf(number), number, person));
  await sender.each(plans, (number, person) => sender.ask(few, operationOf(number % FEW), number, person));
  const kept = await keptPlans(many);
  for (const one of [many, few]) await sender.load(one, TRIVIAL, planRequests);
  const ratios: number[] = [];
  for (let round = 0; round < planRounds; round++) {
    const order = round % 2 ? [many, few] : [few, many];
    const took = new Map<Contender, number>();
    for (const one of order) took.set(one, (await sender.load(one, TRIVIAL, planRequests)).cpuMsPerRequest);
    ratios.push((took.get(many) ?? 0) / (took.get(few) ?? 1));
  }
  const found = rounded(ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? 0);
  const name = `CPU of a small request with ${plans} plans kept, of that with few`;
  const inTurn: Record<string, number> = {};
  for (const different of [1, plans / 20, plans]) {
    // once without being measured: whoever is asked for the first time is compiled
    for (const _ of ["compiled", "measured"]) inTurn[different] = await cpuMsOf(many, planRequests, different, sender);
  }
  return {
    targets: [
      { name, limit: `<= ${MOST_WITH_PLANS}`, found, ok: found <= MOST_WITH_PLANS },
      { name: "plans kept by it", limit: `>= ${plans}`, found: kept, ok: kept >= plans },
    ],
    // milliseconds of a request that needs a second subgraph, by how many operations are asked for in turn
    inTurn,
  };
}

async function cpuMsOf(one: Contender, requests: number, different: number, sender: Sender): Promise<number> {
  const count = Math.max(requests, different);
  const before = one.process.cpuMs();
  await sender.each(count, (number, person) => sender.ask(one, operationOf(number % different), number, person));
  return rounded((one.process.cpuMs() - before) / count);
}

async function keptPlans({ process }: Contender): Promise<number> {
  const [, metrics = ""] = /"metrics":"([^"]+)"/.exec(process.log) ?? [];
  const text = await (await fetch(metrics)).text();
  return Number(/^gateway_plans_kept (\d+)$/m.exec(text)?.[1] ?? 0);
}

/** Each number is another text, and so another plan. */
function operationOf(number: number): Operation {
  const query = `query Plan${number}($from: Int!) { items(first: 1, from: $from) { id title ... on Book { stock } } }`;
  return { name: `plan ${number}`, query, variables: (turn) => ({ from: turn }) };
}
