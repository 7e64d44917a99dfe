import { nameOfTier, TIERS, type Tier } from "../../../schema/contract/tier";
import { nameIn } from "../../../subgraphs/tier/graph/rename";
import { GatewayError } from "../../client/gatewayClient";
import { inLanes } from "../../client/lanes";
import type { Look, Sighting } from "../checker";
import { byVersion } from "../expected";
import { tierOf } from "../offices";
import type { Persistent } from "../persistent";
import * as place from "../places";

const AT_ONCE = 4;
const PAGE = 100;

interface Listed {
  id: string;
  status: string;
  version: number;
  targetId: string;
}

/** What people see who ask through the gateway, each of all three tiers.
 * @param clueIds all that anybody was told of: everybody tries to open them all in his own tier */
export async function lookThroughGateway(people: Persistent, clueIds: readonly string[]): Promise<Look[]> {
  const looks: Look[] = [];
  const listOf = async (where: string, person: string, field: string, selection: string) => {
    const nodes = await listAll(people, person, field, selection);
    const sorted = nodes.map(({ targetId: target, ...node }) => ({ ...node, target })).sort(byVersion);
    looks.push({ where, saw: sorted.map(({ id, status }) => ({ key: `publication ${id}`, says: status })) });
  };
  await inLanes(AT_ONCE, place.READERS, async ({ person, office }) => {
    for (const tier of TIERS) {
      await listOf(place.reads(person, tier, "gateway"), person, `${nameOfTier(tier)}Publications`, "id status");
      const orders = await listAll(people, person, `${nameOfTier(tier)}Orders`, "id status");
      const saw = orders.map(({ id, status }): Sighting => ({ key: `order ${id}`, says: status }));
      looks.push({ where: place.readsOrders(person, tier, "gateway"), saw });
    }
    const received = `${nameOfTier(tierOf(office))}ReceivedPublications`;
    await listOf(place.receives(person, "gateway"), person, received, "id status version targetId");
  });
  await inLanes(AT_ONCE, place.CUSTODIANS, async ({ person, office }) => {
    for (const tier of TIERS) {
      const nodes = await listAll(people, person, `${nameOfTier(tier)}Clues`, "id status");
      const saw = nodes.map(({ id, status }): Sighting => ({ key: `clue ${id}`, says: status }));
      looks.push({ where: place.lists(person, tier), saw });
    }
    looks.push({ where: place.opens(person), saw: await openAll(people, person, tierOf(office), clueIds) });
  });
  return looks;
}

async function listAll(people: Persistent, person: string, field: string, selection: string): Promise<Listed[]> {
  const found: Listed[] = [];
  const source = `query List($after: String) { list: ${field}(first: ${PAGE}, after: $after) {
    nodes { ${selection} } pageInfo { hasNextPage endCursor } } }`;
  for (let after: string | null = null; ; ) {
    const page: Page | undefined = await permitted(people.ask<Page>(person, source, { after }));
    if (!page) return found;
    found.push(...page.list.nodes);
    if (!page.list.pageInfo.hasNextPage) return found;
    after = page.list.pageInfo.endCursor;
  }
}

interface Page {
  list: { nodes: Listed[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}

/** Of the clues that were registered in it or sent to it, a department opens those that it holds. */
async function openAll(people: Persistent, person: string, tier: Tier, ids: readonly string[]): Promise<Sighting[]> {
  const field = `${nameOfTier(tier)}ClueText`;
  const text = `... on ${nameIn(tier, "TierClueText")} { text }`;
  const saw: Sighting[] = [];
  for (const id of person.endsWith(".custodian-a") ? [] : ids) {
    const source = `query Open($id: ID!) { opened: ${field}(id: $id) { __typename ${text} } }`;
    const answer = await permitted(people.ask<{ opened: { text?: string } | null }>(person, source, { id }));
    if (answer?.opened?.text !== undefined) saw.push({ key: `clue ${id}`, says: answer.opened.text });
  }
  return saw;
}

/** Whoever never may ask sees nothing. */
async function permitted<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (cause) {
    if (cause instanceof GatewayError && cause.code === "FORBIDDEN") return undefined;
    throw cause;
  }
}
