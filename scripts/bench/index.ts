import { resolve } from "node:path";
import { type Measurement, measurementOf } from "../measurement";
import { runMain } from "../runMain";
import { measureDashboard } from "./dashboard";
import { measureExchange } from "./exchange";
import { measureFigures } from "./figures";
import { measureGateway } from "./gateway";
import { measureLedger } from "./ledger";
import { measureLive } from "./live";
import { measureVisits } from "./live/visits";
import { measureOverload } from "./overload";
import { measureOverview } from "./overview";
import { measureShield } from "./shield";

const BENCHES: Record<
  string,
  (quick: boolean, dataFolder?: string) => Promise<Pick<Measurement, "targets" | "detail"> & { seed?: number | null }>
> = {
  dashboard: measureDashboard,
  exchange: measureExchange,
  figures: measureFigures,
  gateway: measureGateway,
  ledger: measureLedger,
  live: measureLive,
  overload: measureOverload,
  overview: measureOverview,
  shield: measureShield,
  visits: measureVisits,
};
/** They lay a large data set, which may stay for the next run. */
const MEASURED_ON_DATA = ["dashboard", "overview"];
const USAGE = `usage: npm run -s bench -- ${Object.keys(BENCHES).join("|")} [--quick] [--json]
  --data FOLDER  (dashboard, overview) leaves the data there, and measures what an earlier run has left`;

/** @returns the exit code: 0 where every target holds */
async function main([name = "", ...options]: readonly string[]): Promise<number> {
  const measure = BENCHES[name];
  const at = MEASURED_ON_DATA.includes(name) ? options.indexOf("--data") : -1;
  const dataFolder = at < 0 ? undefined : options[at + 1];
  const others = options.filter((_, i) => at < 0 || (i !== at && i !== at + 1));
  const understood = others.every((option) => ["--quick", "--json"].includes(option)) && (at < 0 || dataFolder);
  if (!measure || !understood) throw new Error(USAGE);
  const quick = options.includes("--quick");
  const measured = await measure(quick, dataFolder && resolve(dataFolder));
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
