import type { TierName } from "../../schema/contract/tier";
import type { TestPlatform } from "./platform";
import { until } from "./until";

/** Everything that has happened in a tier is told by then: who follows from now on hears only of what comes. */
export async function untilFed(platform: TestPlatform, tier: TierName = "county"): Promise<void> {
  await until(`the journal of the ${tier} is read to its end`, async () => {
    const [row] = await platform.sql<{ open: number | null }>(
      tier,
      "select (select count(*) from journal where number is null) + coalesce((select max(number) from journal), 0) - (select number from live_progress) as open",
    );
    return row?.open !== null && Number(row?.open) === 0;
  });
}

/** Has the workers work, and waits until they have told what they find at first: the alert clock looks as soon as it can, which on a busy
 * machine is later than anything else, and then not again for minutes.
 * @param tiers in whose books a clock is overdue, so that it is seen that it has looked */
export async function startWorkersOn(platform: TestPlatform, ...tiers: TierName[]): Promise<void> {
  await platform.startWorkers();
  for (const tier of tiers) {
    await until(`the alert clock of the ${tier} has looked`, async () => {
      return (await platform.sql(tier, "select from alert limit 1")).length > 0;
    });
    await untilFed(platform, tier);
  }
}
