import { join } from "node:path";
import type { Attack } from "./corpus";
import { post } from "./families/family";
import { isIdle, measureIdle } from "./idle";
import type { Fault, Secrets } from "./judge";
import { MeasuredProcess } from "./measuredProcess";
import { MOST_GROWTH_BYTES, run } from "./run";

const PLANTED: Record<string, Fault> = {
  NO_ANSWER: "NO_ANSWER",
  DEFECT: "DEFECT",
  NOT_REFUSED: "NOT_REFUSED",
  NO_CODE: "NO_CODE",
  LEAK: "LEAK",
  STACK: "LEAK",
  REPEATS_VALUE: "REPEATS_VALUE",
  SUGGESTION: "SUGGESTION",
  SLOW: "SLOW",
  LOG_LEAK: "LOG_LEAK",
  GROWS: "GROWS",
  BUSY: "BUSY",
  DIED: "DIED",
};

/** Lets the measurement look at a server that has every fault.
 * @returns the faults that it did not see; one that it saw where there was none */
export async function missedFaults(secrets: Secrets): Promise<string[]> {
  const server = await new MeasuredProcess(join(__dirname, "planted.js"), {}, [
    secrets.canaries[0] as string,
    secrets.value,
  ]).listening();
  try {
    const missed: string[] = [];
    for (const [planted, fault] of [["NONE", undefined] as const, ...Object.entries(PLANTED)]) {
      const seen = await faultsOf(server, planted, secrets);
      if (fault ? !seen.includes(fault) : seen.length > 0) missed.push(planted);
    }
    return missed;
  } finally {
    await server.stop();
  }
}

async function faultsOf(server: MeasuredProcess, planted: string, secrets: Secrets): Promise<Fault[]> {
  const attack: Attack = {
    family: planted,
    refused: true,
    silence: false,
    wire: () => ({ chunks: [post({}, Buffer.from("{}"), `/${planted}`)] }),
  };
  const attacks = () => [attack, attack];
  const first = await run(server, secrets, attacks, () => "", "");
  if (planted === "NONE" || planted === "BUSY") {
    const isBusy = !isIdle(await measureIdle(server, 3, ""));
    return [...first.found.flatMap(({ faults }) => faults), ...(isBusy ? (["BUSY"] as const) : [])];
  }
  if (first.found.length || planted !== "GROWS") return first.found.flatMap(({ faults }) => faults);
  let { heapBytes } = first;
  for (let i = 0; i < 12; i++) heapBytes = (await run(server, secrets, attacks, () => "", "")).heapBytes;
  return heapBytes - first.heapBytes > MOST_GROWTH_BYTES ? ["GROWS"] : [];
}
