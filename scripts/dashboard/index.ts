import { join } from "node:path";
import { runMain } from "../runMain";
import { buildDashboard } from "./build";
import { generateForDashboard } from "./generate";

const ROOT = join(__dirname, "../../..");

/** `npm run dashboard`: builds the page that the gateway serves. `--generate` stops after what the page is compiled against. */
async function main(options: readonly string[]): Promise<number> {
  await generateForDashboard(ROOT);
  if (options.includes("--generate")) return 0;
  const { firstLoad } = await buildDashboard(ROOT);
  process.stderr.write(`Built the dashboard: ${Math.ceil(firstLoad / 1024)} KB for the first page, compressed.\n`);
  return 0;
}

runMain(main);
