import type { Look } from "../checker";
import type { Ledger } from "../ledger";
import type { Persistent } from "../persistent";
import type { ChaosPlatform } from "../platform";
import { lookIntoDatabases } from "./database";
import { lookThroughGateway } from "./gateway";
import { lookAsPersons } from "./persons";

/** Looks everywhere and as everybody. Through the gateway first: a clue that has come is unpacked when its department looks. */
export async function lookEverywhere(platform: ChaosPlatform, people: Persistent, ledger: Ledger): Promise<Look[]> {
  const gateway = await lookThroughGateway(
    people,
    ledger.clues.map(({ id }) => id),
  );
  return [...gateway, ...(await lookIntoDatabases(platform.clusters)), ...(await lookAsPersons(platform.clusters))];
}
