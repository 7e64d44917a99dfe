import { tierOfOffice } from "../../schema/contract/regionCode";
import { nameOfTier, type Tier, type TierName } from "../../schema/contract/tier";
import type { TestPlatform } from "./platform";

/** A tier has heard that another one has no office of a region.
 * @returns a function after which it has heard nothing of that tier's offices */
export async function hearsOfNoOffice(
  platform: TestPlatform,
  tier: TierName,
  code: string,
): Promise<() => Promise<void>> {
  const peer = tierOfOffice(code) as Tier;
  const others = await platform.sql<{ code: string }>(nameOfTier(peer), "select code from office where code <> $1", [
    code,
  ]);
  await platform.sql(
    tier,
    `insert into exchange_office (peer, codes, told_at) values ($1, $2, now())
     on conflict (peer) do update set codes = excluded.codes`,
    [peer, others.map((office) => office.code)],
  );
  return async () => {
    await platform.sql(tier, "delete from exchange_office where peer = $1", [peer]);
  };
}
