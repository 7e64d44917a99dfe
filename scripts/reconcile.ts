import { TIER_NAMES, type TierName } from "../schema/contract/tier";
import {
  type FigureGap,
  findWrongCells,
  reconcileFigures,
} from "../subgraphs/storage/figures/reconciliation.repository";
import { connectOwner } from "./connectOwner";
import { runMain } from "./runMain";
import { readConfiguration } from "./supervisor/configuration";
import { databaseExists } from "./supervisor/database";
import { loadSecrets } from "./supervisor/secrets";

const USAGE = `Compares each tier's figures with a full count, and names each difference: npm run -s reconcile [-- --mend] [-- --json]
  --mend   adds to the sums what they lack, and compares again
Asks the databases of npm start, or the one of OWNER_DATABASE_URL, as their owner. Exit code 1 where something differs.`;

/** What one tier's comparison found. */
interface TierResult {
  tier: string;
  /** sums that differ from the cells */
  differences: number;
  first: FigureGap[];
  /** findings whose cell is not what book, publications and target say */
  wrongCells: number;
  firstWrongCells: string[];
  milliseconds: number;
}

/** It joins and groups all there is, a few times: in memory as far as that goes. */
const OPTIONS = "-c TimeZone=UTC -c work_mem=128MB";

/** @param ownerUrl connection of the owner role, which reads all */
export async function reconcileTier(tier: string, ownerUrl: string, mend: boolean): Promise<TierResult> {
  const client = await connectOwner(ownerUrl, "reconcile", OPTIONS);
  const started = Date.now();
  try {
    if (mend) await client.query("select mend_figures()");
    const { differences, first } = await reconcileFigures(client);
    const cells = await findWrongCells(client);
    const milliseconds = Date.now() - started;
    return { tier, differences, first, wrongCells: cells.count, firstWrongCells: cells.first, milliseconds };
  } finally {
    await client.end();
  }
}

/** One line, and a line for each of the first differences. */
export function describeResult(result: TierResult): string {
  const { tier, differences, first, wrongCells, firstWrongCells, milliseconds } = result;
  const head = isRight(result)
    ? `${tier}: figures equal a full count (${milliseconds} ms)`
    : `${tier}: ${differences} sums and ${wrongCells} cells differ from a full count`;
  const gaps = first.map(
    ({ sums, place, n }) => `  ${sums} ${JSON.stringify(place)} ${n > 0 ? `lacks ${n}` : `has ${-n} too much`}`,
  );
  return [head, ...gaps, ...firstWrongCells.map((id) => `  the cell of ${id} is wrong`)].join("\n");
}

export function isRight({ differences, wrongCells }: TierResult): boolean {
  return differences === 0 && wrongCells === 0;
}

function databases(environment: NodeJS.ProcessEnv): [tier: string, ownerUrl: string][] {
  const { OWNER_DATABASE_URL, TIER } = environment;
  if (OWNER_DATABASE_URL) return [[TIER ?? "this tier", OWNER_DATABASE_URL]];
  const { PLATFORM_DATA, DATABASE_PORT } = readConfiguration(environment);
  if (!databaseExists(PLATFORM_DATA)) {
    throw new Error(`there is no database in ${PLATFORM_DATA}: run npm start first, or set OWNER_DATABASE_URL`);
  }
  const secrets = loadSecrets(PLATFORM_DATA, true);
  const url = (tier: TierName) => `postgres://${tier}_owner:${secrets[tier].owner}@127.0.0.1:${DATABASE_PORT}/${tier}`;
  return TIER_NAMES.map((tier) => [tier, url(tier)]);
}

async function main(options: readonly string[]): Promise<number> {
  if (options.some((option) => !["--mend", "--json"].includes(option))) throw new Error(USAGE);
  const results: TierResult[] = [];
  for (const [tier, url] of databases(process.env)) {
    results.push(await reconcileTier(tier, url, options.includes("--mend")));
  }
  const ok = results.every(isRight);
  const text = options.includes("--json")
    ? JSON.stringify({ command: "reconcile", ok, tiers: results })
    : results.map(describeResult).join("\n");
  process.stdout.write(`${text}\n`);
  return ok ? 0 : 1;
}

if (require.main === module) {
  runMain(main);
}
