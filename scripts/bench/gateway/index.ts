import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { TIER_NAMES, type TierName } from "../../../schema/contract/tier";
import type { Measurement, Target } from "../../measurement";
import { startIssuer } from "../issuer";
import { MeasuredProcess } from "../shield/measuredProcess";
import { type Contender, startHive, startOurs, startStock } from "./contenders";
import { composeMemoryGraph, OPERATIONS, type Operation } from "./graph";
import { AT_ONCE, type Load, rounded, Sender } from "./load";

const FULL = { rounds: 7, requests: 600, warmUp: 3_000 };
const QUICK = { rounds: 3, requests: 150, warmUp: 600 };
/** Of the processor time that each other gateway takes for the same. */
const LIMITS: Readonly<Record<string, number>> = { stock: 1 / 4, "hive, Rust planner": 1 / 3, hive: 1 / 10 };

/** What a request costs our gateway, the library's and Hive's, over the same three subgraphs, in turn. */
export async function measureGateway(quick: boolean): Promise<Pick<Measurement, "targets" | "detail">> {
  const amount = quick ? QUICK : FULL;
  const folder = mkdtempSync(join(tmpdir(), "bench-gateway-"));
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
    contenders.push(await startHive(around, "hive, Rust planner"), await startHive(around, "hive"));
    const found: Record<string, Record<string, Load[]>> = {};
    for (const operation of OPERATIONS) {
      await sameAnswers(sender, contenders, operation);
      found[operation.name] = await inTurn(sender, contenders, operation, amount);
    }
    const targets = targetsOf(found[OPERATIONS.at(-1)?.name as string] ?? {});
    return { targets, detail: { quick, ...amount, atOnce: AT_ONCE, medians: mediansOf(found) } };
  } finally {
    await sender.close();
    await Promise.all(
      [tierProcess, ...contenders.map((contender) => contender.process)].map((process) => process.stop()),
    );
    await issuer.close();
    rmSync(folder, { recursive: true, force: true });
  }
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
  return Object.entries(LIMITS).map(([name, limit]) => {
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
