import { type Measurement, measurementOf } from "../measurement";
import { runMain } from "../runMain";
import { measureExchange } from "./exchange";
import { measureFigures } from "./figures";
import { measureLedger } from "./ledger";
import { measureOverload } from "./overload";
import { measureShield } from "./shield";

const BENCHES: Record<
  string,
  (quick: boolean) => Promise<Pick<Measurement, "targets" | "detail"> & { seed?: number | null }>
> = {
  exchange: measureExchange,
  figures: measureFigures,
  ledger: measureLedger,
  overload: measureOverload,
  shield: measureShield,
};
const USAGE = `usage: npm run -s bench -- ${Object.keys(BENCHES).join("|")} [--quick] [--json]`;

/** @returns the exit code: 0 where every target holds */
async function main([name = "", ...options]: readonly string[]): Promise<number> {
  const measure = BENCHES[name];
  if (!measure || options.some((option) => !["--quick", "--json"].includes(option))) throw new Error(USAGE);
  const quick = options.includes("--quick");
  const measured = await measure(quick);
  const result = measurementOf(`bench ${name}${quick ? " --quick" : ""}`, measured);
  if (options.includes("--json")) process.stdout.write(`${JSON.stringify(result)}\n`);
  else {
    const lines = result.targets.map(
      ({ name, limit, found, ok }) => `${ok ? "ok    " : "failed"}  ${name}: ${found} (${limit})`,
    );
    process.stdout.write(`${lines.join("\n")}\n${JSON.stringify(result.detail)}\n`);
  }
  return result.ok ? 0 : 1;
}

runMain(main);
