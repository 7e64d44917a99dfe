import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { TIER_NAMES, type TierName } from "../../../schema/contract/tier";
import type { Measurement, Target } from "../../measurement";
import { startIssuer } from "../issuer";
import { MeasuredProcess } from "../shield/measuredProcess";
import { type Contender, startHive, startOurs, startStock } from "./contenders";
import { composeMemoryGraph, OPERATIONS, type Operation } from "./graph";
import { measureMemory, measurePlans } from "./lasting";
import { AT_ONCE, type Load, Sender } from "./load";
import { rounded } from "./numbers";
import { profiled } from "./profile";
import { measureReal } from "./real";

/** The entry of another build of the gateway, to be measured in the place of the peers. */
const BEFORE = process.env.BENCH_BEFORE;
const FULL = {
  rounds: 7,
  requests: 400,
  warmUp: 5_000,
  lasting: 1_000_000,
  plans: 10_000,
  planRounds: 7,
  planRequests: 6_000,
  realWarmUp: 1_500,
  realRounds: 5,
  realRequests: 100,
};
const QUICK = {
  rounds: 3,
  requests: 150,
  warmUp: 600,
  lasting: 8_000,
  plans: 400,
  planRounds: 3,
  planRequests: 500,
  realWarmUp: 8,
  realRounds: 1,
  realRequests: 4,
};
/** Of the processor time that each other gateway takes for the same. */
const LIMITS: Readonly<Record<string, number>> = { stock: 1 / 4, "hive, Rust planner": 1 / 3, hive: 1 / 10 };

/** What a request costs our gateway, the library's and Hive's, over the same three subgraphs, in turn. */
export async function measureGateway(quick: boolean): Promise<Pick<Measurement, "targets" | "detail">> {
  const amount = quick ? QUICK : FULL;
  const folder = mkdtempSync(join(tmpdir(), "bench-gateway-"));
  const clock = new Clock();
  const issuer = await startIssuer();
  const tierProcess = await new MeasuredProcess(join(__dirname, "memoryTiers.js"), {}).listening();
  const contenders: Contender[] = [];
  const people = await Promise.all(
    Array.from({ length: AT_ONCE }, (_, i) => issuer.authorizationOf(`county:990101.p${i}`)),
  );
  const sender = new Sender(people);
  try {
    const urls = tierProcess.url.split(" ");
    const tiers = Object.fromEntries(TIER_NAMES.map((name, i) => [name, urls[i]])) as Record<TierName, string>;
    const around = { folder, supergraph: composeMemoryGraph(tiers), tiers, issuer: issuer.url };
    contenders.push(await startOurs(around), await startStock(around));
    if (BEFORE) contenders.push(await startOurs(around, "before", resolve(BEFORE)));
    else contenders.push(await startHive(around, "hive, Rust planner"), await startHive(around, "hive"));
    clock.passed("starts");
    const found: Record<string, Record<string, Load[]>> = {};
    const profiles: Record<string, Record<string, unknown>> = {};
    for (const operation of OPERATIONS) {
      await sameAnswers(sender, contenders, operation);
      found[operation.name] = await inTurn(sender, contenders, operation, amount);
      profiles[operation.name] = await profilesOf(sender, contenders, operation, amount.requests * 2, folder);
    }
    const ours = contenders[0] as Contender;
    clock.passed("operations");
    await Promise.all(contenders.slice(1).map(({ process }) => process.stop()));
    const memory = await measureMemory(sender, ours, amount);
    clock.passed("memory");
    await ours.process.stop();
    const counting = { METRICS_PORT: "0" };
    const few = await startOurs(around, "ours, few plans", undefined, counting);
    const many = await startOurs(around, "ours, many plans", undefined, counting);
    contenders.push(few, many);
    const plans = await measurePlans(sender, few, many, amount);
    const targets = [...targetsOf(found[OPERATIONS.at(-1)?.name as string] ?? {}), memory, ...plans.targets];
    clock.passed("plans");
    const real = await measureReal(folder, issuer, amount, BEFORE && resolve(BEFORE));
    clock.passed("real subgraphs");
    const medians = mediansOf(found);
    return {
      targets,
      detail: {
        ...{ quick, ...amount, atOnce: AT_ONCE, seconds: clock.seconds, medians, profiles },
        ...{ plansInTurn: plans.inTurn, real },
      },
    };
  } finally {
    await sender.close();
    await Promise.all(
      [tierProcess, ...contenders.map((contender) => contender.process)].map((process) => process.stop()),
    );
    await issuer.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How long each part of the measurement took. */
class Clock {
  readonly seconds: Record<string, number> = {};
  #since = performance.now();

  passed(part: string): void {
    const now = performance.now();
    this.seconds[part] = Math.round((now - this.#since) / 1_000);
    this.#since = now;
  }
}

/** Where the processor time of our builds goes. Not measured at the same time: a process that is looked into is slower. */
async function profilesOf(
  sender: Sender,
  contenders: readonly Contender[],
  operation: Operation,
  requests: number,
  folder: string,
) {
  const profiles: Record<string, unknown> = {};
  for (const contender of contenders.filter(({ name }) => name === "ours" || name === "before")) {
    const file = join(folder, `${contender.name} ${operation.name}.cpuprofile`);
    const drive = () => sender.load(contender, operation, requests);
    profiles[contender.name] = await profiled(contender.process, file, requests, drive);
  }
  return profiles;
}

/** @throws where what is to be compared is not the same work */
async function sameAnswers(sender: Sender, contenders: readonly Contender[], operation: Operation): Promise<void> {
  for (const turn of [1, 2, 77]) {
    const answers = await Promise.all(
      contenders.map(
        async (contender) => JSON.parse(await sender.ask(contender, operation, turn)) as { data: unknown },
      ),
    );
    const other = answers.findIndex(({ data }) => !data || !isDeepStrictEqual(data, answers[0]?.data));
    if (other >= 0)
      throw new Error(`${contenders[other]?.name} answers ${operation.name} otherwise than ${contenders[0]?.name}`);
  }
}

async function inTurn(sender: Sender, contenders: readonly Contender[], operation: Operation, amount: typeof FULL) {
  const loads = Object.fromEntries(contenders.map(({ name }) => [name, [] as Load[]]));
  for (const contender of contenders) await sender.load(contender, operation, amount.warmUp);
  for (let round = 0; round < amount.rounds; round++) {
    const order = round % 2 ? [...contenders].reverse() : contenders;
    for (const contender of order)
      loads[contender.name]?.push(await sender.load(contender, operation, amount.requests));
  }
  return loads;
}

function targetsOf(loads: Readonly<Record<string, readonly Load[]>>): Target[] {
  const measured = Object.entries(LIMITS).filter(([name]) => loads[name]);
  return measured.map(([name, limit]) => {
    const ratios = (loads.ours ?? []).map(
      (ours, round) => ours.cpuMsPerRequest / (loads[name]?.[round]?.cpuMsPerRequest ?? 0),
    );
    const found = medianOf(ratios);
    return { name: `CPU of a join of 100, ours of ${name}`, limit: `<= ${rounded(limit)}`, found, ok: found <= limit };
  });
}

function mediansOf(found: Readonly<Record<string, Readonly<Record<string, readonly Load[]>>>>) {
  const middle = (loads: readonly Load[]) =>
    Object.fromEntries(
      Object.keys(loads[0] ?? {}).map((part) => [part, medianOf(loads.map((load) => load[part as keyof Load]))]),
    );
  return Object.fromEntries(
    Object.entries(found).map(([operation, perName]) => [
      operation,
      Object.fromEntries(Object.entries(perName).map(([name, loads]) => [name, middle(loads)])),
    ]),
  );
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return rounded(sorted[Math.floor((sorted.length - 1) / 2)] ?? 0);
}
