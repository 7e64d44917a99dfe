import type { Look } from "../checker";
import type { Ledger } from "../ledger";
import type { Persistent } from "../persistent";
import type { ChaosPlatform } from "../platform";
import { lookIntoDatabases } from "./database";
import { type Door, lookThrough } from "./doors";
import { lookAsPersons } from "./persons";
import { subgraphDoor } from "./subgraphs";

/** Looks everywhere and as everybody. Through the gateway first: a clue that has come is unpacked when its department looks. */
export async function lookEverywhere(platform: ChaosPlatform, people: Persistent, ledger: Ledger): Promise<Look[]> {
  const clues = ledger.clues.map(({ id }) => id);
  const looks = await lookThrough(gatewayDoor(people), clues);
  looks.push(...(await lookThrough(subgraphDoor(platform), clues)));
  return [...looks, ...(await lookIntoDatabases(platform.clusters)), ...(await lookAsPersons(platform.clusters))];
}

/** People who ask until they have an answer. */
export function gatewayDoor(people: Persistent): Door {
  return { way: "gateway", ask: (_, { person }, source, variables) => people.ask(person, source, variables) };
}
