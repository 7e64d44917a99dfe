import { nameOfTier, TIERS, type Tier } from "../../../schema/contract/tier";
import { nameIn } from "../../../subgraphs/tier/graph/rename";
import { GatewayError } from "../../client/gatewayClient";
import { inLanes } from "../../client/lanes";
import type { Look, Sighting } from "../checker";
import { byVersion } from "../expected";
import { tierOf } from "../offices";
import * as place from "../places";

const AT_ONCE = 4;
const PAGE = 100;

/** Where people ask: the gateway, or each subgraph behind it. */
export interface Door {
  way: Exclude<place.Way, "database">;
  /** @throws GatewayError where the answer has errors */
  ask<Data>(tier: Tier, reader: Asker, source: string, variables: Record<string, unknown>): Promise<Data>;
}

type Asker = Pick<place.Reader, "person" | "office" | "post">;

interface Listed {
  id: string;
  status: string;
  version: number;
  targetId: string;
}

/** What people see who ask, each of all three tiers.
 * @param clueIds all that anybody was told of: everybody tries to open them all in his own tier */
export async function lookThrough(door: Door, clueIds: readonly string[]): Promise<Look[]> {
  const looks: Look[] = [];
  const { way } = door;
  const stands = async (
    what: string,
    reader: Asker,
    tier: Tier,
    fields: readonly string[],
    selection = "id status",
  ) => {
    const found = await Promise.all(fields.map((field) => listAll(door, tier, reader, field, selection)));
    return found.flat().map(({ id, status }): Sighting => ({ key: `${what} ${id}`, says: status }));
  };
  const versions = async (reader: Asker, tier: Tier, field: string, selection: string) => {
    const nodes = await listAll(door, tier, reader, field, selection);
    const sorted = nodes.map(({ targetId: target, ...node }) => ({ ...node, target })).sort(byVersion);
    return sorted.map(({ id, status }): Sighting => ({ key: `publication ${id}`, says: status }));
  };
  await inLanes(AT_ONCE, place.READERS, async (reader) => {
    const { person, office } = reader;
    for (const tier of TIERS) {
      const publications = await versions(reader, tier, "Publications", "id status");
      looks.push({ where: place.reads(person, tier, way), saw: publications });
      const orders = await stands("order", reader, tier, ["Orders"]);
      looks.push({ where: place.readsOrders(person, tier, way), saw: orders });
      const releases = await stands("release", reader, tier, ["Releases", "ReceivedReleases"], "id status: state");
      looks.push({ where: place.readsReleases(person, tier, way), saw: releases });
      const supervisions = await stands("supervision", reader, tier, ["Supervisions", "ReceivedSupervisions"]);
      looks.push({ where: place.readsSupervisions(person, tier, way), saw: supervisions });
    }
    const received = await versions(reader, tierOf(office), "ReceivedPublications", "id status version targetId");
    looks.push({ where: place.receives(person, way), saw: received });
  });
  await inLanes(AT_ONCE, place.CUSTODIANS, async (reader) => {
    const { person, office } = reader;
    for (const tier of TIERS) {
      looks.push({ where: place.lists(person, tier, way), saw: await stands("clue", reader, tier, ["Clues"]) });
    }
    looks.push({ where: place.opens(person, way), saw: await openAll(door, reader, tierOf(office), clueIds) });
  });
  return looks;
}

/** Page after page; of whoever may not ask at all, nothing.
 * @param concept the list's name without its tier, `Publications`
 * @param which further arguments of the list */
export async function listAll<Node = Listed>(
  door: Pick<Door, "ask">,
  tier: Tier,
  reader: Asker,
  concept: string,
  selection: string,
  which = "",
): Promise<Node[]> {
  const found: Node[] = [];
  const field = `${nameOfTier(tier)}${concept}`;
  const source = `query List($after: String) { list: ${field}(first: ${PAGE}, after: $after ${which}) {
    nodes { ${selection} } pageInfo { hasNextPage endCursor } } }`;
  for (let after: string | null = null; ; ) {
    const page: Page<Node> | undefined = await permitted(door.ask<Page<Node>>(tier, reader, source, { after }));
    if (!page) return found;
    found.push(...page.list.nodes);
    if (!page.list.pageInfo.hasNextPage) return found;
    after = page.list.pageInfo.endCursor;
  }
}

interface Page<Node> {
  list: { nodes: Node[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}

/** Of the clues that were registered in it or sent to it, a department opens those that it holds. */
async function openAll(door: Door, reader: Asker, tier: Tier, ids: readonly string[]): Promise<Sighting[]> {
  const field = `${nameOfTier(tier)}ClueText`;
  const text = `... on ${nameIn(tier, "TierClueText")} { text }`;
  const saw: Sighting[] = [];
  for (const id of reader.post === "custodian-a" ? [] : ids) {
    const source = `query Open($id: ID!) { opened: ${field}(id: $id) { __typename ${text} } }`;
    const answer = await permitted(door.ask<{ opened: { text?: string } | null }>(tier, reader, source, { id }));
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
