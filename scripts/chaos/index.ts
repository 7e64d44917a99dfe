import { parseArgs } from "node:util";
import { runMain } from "../runMain";
import { PLANTS, type Plant } from "./planted";
import { linesOf, reportOf } from "./report";
import { type Asked, run } from "./run";

const USAGE = `usage: npm run -s chaos -- [--seed S] [--kills N] [--live] [--replicas] [--quick] [--planted ${PLANTS.join("|")}] [--keep] [--json]`;
const QUICK = 12;
const WHOLE = 200;

/** @returns the exit code: 0 where nothing is lost, doubled, reordered or shown to the wrong office, and all becomes quiet */
async function main(options: readonly string[]): Promise<number> {
  const { asked, quick, json } = read(options);
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const ran = await run(asked, say);
  const result = reportOf(
    `chaos${asked.live ? " --live" : ""}${asked.replicas ? " --replicas" : ""}${quick ? " --quick" : ""}`,
    asked,
    ran,
  );
  process.stdout.write(`${json ? JSON.stringify(result) : linesOf(result)}\n`);
  return result.ok ? 0 : 1;
}

function read(options: readonly string[]): { asked: Asked; quick: boolean; json: boolean } {
  try {
    const flag = { type: "boolean", default: false } as const;
    const text = { type: "string" } as const;
    const known = { seed: text, kills: text, planted: text, live: flag, replicas: flag };
    const more = { quick: flag, keep: flag, json: flag };
    const { values } = parseArgs({ args: [...options], options: { ...known, ...more } });
    const { live, replicas, quick, keep, json } = values;
    const faults = whole(values.kills, quick ? QUICK : WHOLE);
    const asked: Asked = { seed: whole(values.seed, 1), faults, live, replicas, keep };
    if (values.planted === undefined) return { asked, quick, json };
    if (live || !(PLANTS as readonly string[]).includes(values.planted)) throw new Error(USAGE);
    return { asked: { ...asked, planted: values.planted as Plant }, quick, json };
  } catch {
    throw new Error(USAGE);
  }
}

function whole(given: string | undefined, otherwise: number): number {
  const number = given === undefined ? otherwise : Number(given);
  if (!Number.isInteger(number) || number < 0) throw new Error(USAGE);
  return number;
}

runMain(main);
