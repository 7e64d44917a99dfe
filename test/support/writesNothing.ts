import type { TierName } from "../../schema/contract/tier";
import type { TestPlatform } from "./platform";

/** Carries out what is to be refused, and looks whether it left anything: every change stands in the journal of its tier under the name
 * of whoever made it, with its key. Whole tables can't be compared while workers write beside.
 * @param person acts in the own tier */
export async function writesNothing<T>(platform: TestPlatform, person: string, attempt: () => Promise<T>): Promise<T> {
  const tier = person.slice(0, person.indexOf(":")) as TierName;
  const written = () =>
    platform.sql(
      tier,
      `select (select count(*)::int from journal where actor = $1) as entries,
         (select count(*)::int from idempotency where person = $1) as keys`,
      [person],
    );
  const before = await written();
  const made = await attempt();
  expect(await written()).toEqual(before);
  return made;
}
