import { Client } from "pg";
import { nameOfTier, TIER_NAMES, TIERS, type Tier, type TierName } from "../../../schema/contract/tier";
import type { RegionTree } from "../../../schema/regions/tree";
import { inLanes } from "../../client/lanes";
import { STAGE_TABLE } from "../stages";
import { allowBulkLoading } from "./allow";
import { refuseRealBooks } from "./guard";
import { putIndexesBack, setIndexesAside } from "./indexes";
import { largeBook, type OfficePart, partsOf } from "./large";
import { LARGE } from "./plan";
import { deletionsOf, removePart } from "./remove";
import { BulkWriter } from "./writer";

export interface LargeData {
  /** a superuser of the server of all three databases */
  adminUrl: string;
  ownerUrls: Record<TierName, string>;
  regions: RegionTree;
  /** how many offices are written at the same time: the database works for each on a core of its own */
  lanes: number;
  /** told after each office; `done` of `total` findings */
  onStep(done: number, total: number, office: string): void;
}

interface Plan {
  findings: number;
  seed: number;
}

const PLAN = /^large plan: (\d+) findings, seed (\d+)$/;
const labelOfPlan = ({ findings, seed }: Plan) => `large plan: ${findings} findings, seed ${seed}`;
/** Beside the plan once everything is there, the indexes and sums too. */
const COMPLETE = "large complete";
const labelOf = ({ tier, office }: OfficePart) => `large ${nameOfTier(tier)} ${office}`;

/** From so many findings on, indexes are made once all rows are there. */
const INDEXES_LATER_FROM = 100_000;

/** Loads the large data set. A run that was killed goes on where it stopped: each office is one transaction.
 * @returns how many findings were written now
 * @throws Error where another one is loaded, or the books are real */
export async function loadLarge(data: LargeData, plan: Plan): Promise<number> {
  const { ownerUrls, regions } = data;
  const parts = partsOf(regions, plan.findings);
  for (const tier of TIERS) {
    const offices = parts.filter((part) => part.tier === tier).map(({ office }) => office);
    await withClient(ownerUrls[nameOfTier(tier)], (client) => refuseRealBooks(client, offices));
  }
  await inEachTier(ownerUrls, (client) => client.query(STAGE_TABLE));
  await withClient(ownerUrls.county, (client) => rememberPlan(client, plan));
  if (await withClient(ownerUrls.county, isComplete)) return 0;
  if (plan.findings >= INDEXES_LATER_FROM) await inEachTier(ownerUrls, setIndexesAside);
  const written = await allowBulkLoading(data.adminUrl, () =>
    writeParts(data, parts, plan).finally(() => finish(ownerUrls)),
  );
  await withClient(ownerUrls.county, (client) =>
    client.query("insert into seed_stage (label) values ($1)", [COMPLETE]),
  );
  return written;
}

async function isComplete(client: Client): Promise<boolean> {
  const { rowCount } = await client.query("select from seed_stage where label = $1", [COMPLETE]);
  return rowCount !== 0;
}

async function writeParts(
  { ownerUrls, regions, lanes, onStep }: LargeData,
  parts: OfficePart[],
  plan: Plan,
): Promise<number> {
  const free: Record<Tier, BulkWriter[]> = { PROVINCE: [], CITY: [], COUNTY: [] };
  const planned = new Set<Tier>();
  let [done, written] = [0, 0];
  try {
    await inLanes(lanes, parts, async (part) => {
      const { tier } = part;
      const writer = free[tier].pop() ?? (await BulkWriter.open(ownerUrls[nameOfTier(tier)], tier, LARGE, true));
      const book = largeBook(regions, part, plan.seed);
      const now = await writer.writeOnce(labelOf(part), [book], part.part).finally(() => free[tier].push(writer));
      if (now) written += part.findings;
      // without them each statement is planned as if the tables were empty
      if (!planned.has(tier)) {
        planned.add(tier); // the other lane need not do it too
        await withClient(ownerUrls[nameOfTier(tier)], (client) => client.query("analyze"));
      }
      done += part.findings;
      onStep(done, plan.findings, part.office);
    });
  } finally {
    for (const writer of Object.values(free).flat()) await writer.close();
  }
  return written;
}

/** Takes the large data set out again, also one that is half written; can be repeated like the loading.
 * @returns how many findings it had, undefined where there is none */
export async function removeLarge(data: LargeData): Promise<number | undefined> {
  const { ownerUrls, regions } = data;
  await inEachTier(ownerUrls, (client) => client.query(STAGE_TABLE));
  const plan = await withClient(ownerUrls.county, findPlan);
  if (!plan) return undefined;
  const parts = partsOf(regions, plan.findings);
  await withClient(ownerUrls.county, (client) => client.query("delete from seed_stage where label = $1", [COMPLETE]));
  await allowBulkLoading(data.adminUrl, () => removeParts(data, parts, plan).finally(() => finish(ownerUrls)));
  await withClient(ownerUrls.county, (client) =>
    client.query("delete from seed_stage where label = $1", [labelOfPlan(plan)]),
  );
  return plan.findings;
}

async function removeParts({ ownerUrls, onStep }: LargeData, parts: OfficePart[], plan: Plan): Promise<void> {
  let done = 0;
  for (const tier of TIERS) {
    await withClient(ownerUrls[nameOfTier(tier)], async (client) => {
      const deletions = await deletionsOf(client);
      for (const part of parts.filter((each) => each.tier === tier)) {
        await removePart(client, { ...part, set: LARGE, label: labelOf(part) }, deletions);
        done += part.findings;
        onStep(done, plan.findings, part.office);
      }
    });
  }
}

/** Indexes first, then one statement brings the sums of the figures in line with what came or went past the triggers. The
 * database of a site that was never started has no figures yet. */
async function finish(ownerUrls: Record<TierName, string>): Promise<void> {
  await inEachTier(ownerUrls, async (client) => {
    await putIndexesBack(client);
    await client.query("analyze");
    await client.query("set work_mem = '256MB'");
    const { rowCount } = await client.query("select where to_regprocedure('mend_figures()') is not null");
    if (rowCount) await client.query("select mend_figures()");
    await client.query("analyze");
  });
}

async function inEachTier(
  ownerUrls: Record<TierName, string>,
  work: (client: Client) => Promise<unknown>,
): Promise<void> {
  for (const tier of TIER_NAMES) await withClient(ownerUrls[tier], work);
}

async function findPlan(client: Client): Promise<Plan | undefined> {
  const { rows } = await client.query<{ label: string }>(
    "select label from seed_stage where label like 'large plan: %'",
  );
  const [, findings, seed] = PLAN.exec(rows[0]?.label ?? "") ?? [];
  return findings ? { findings: Number(findings), seed: Number(seed) } : undefined;
}

async function rememberPlan(client: Client, plan: Plan): Promise<void> {
  const known = await findPlan(client);
  if (known && labelOfPlan(known) !== labelOfPlan(plan)) {
    throw new Error(
      `a data set of ${known.findings} findings, seed ${known.seed}, is loaded or half loaded: finish it by the same numbers, or take it out by --remove`,
    );
  }
  await client.query("insert into seed_stage (label) values ($1) on conflict do nothing", [labelOfPlan(plan)]);
}

async function withClient<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url, application_name: "seed", options: "-c TimeZone=UTC" });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
