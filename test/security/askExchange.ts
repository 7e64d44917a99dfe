import { INTERNAL_TOKEN_HEADER, signInternalToken } from "../../schema/contract/internalToken";
import type { Standing } from "../../schema/contract/standing";
import { nameOfTier, TIERS, type Tier } from "../../schema/contract/tier";
import { titleOf } from "../../subgraphs/tier/graph/rename";
import { type Answer, type Caller, patiently } from "../support/caller";
import { postJson, type TestPlatform } from "../support/platform";
import { readableOf, viewOf } from "./oracle";
import { activeAccount, recusalsInForce } from "./oracleReader";
import type { World } from "./oracleWorld";

// What the exchange brings and takes, and what is asked of by its id: through the gateway, and of each subgraph directly, by whoever
// has got hold of a valid internal token of a person.

/** Ids of what each tier showed, sorted; `id/finding id` of what is listed in something. */
type Shown = Record<string, string[]>;

const named = (tier: Tier, text: string) => text.replaceAll("Tier", titleOf(tier)).replaceAll("tier", nameOfTier(tier));

const LISTS = `
  receivedPublications: tierReceivedPublications(first: 100) { nodes { id findings(first: 100) { nodes { findingId } } } }
  releases: tierReleases(first: 100) { nodes { id findings(first: 100) { nodes { findingId } } } }
  receivedReleases: tierReceivedReleases(first: 100) { nodes { id findings(first: 100) { nodes { findingId } } } }
  orders: tierOrders(first: 100) { nodes { id } }
  supervisions: tierSupervisions(first: 100) { nodes { id } }
  receivedSupervisions: tierReceivedSupervisions(first: 100) { nodes { id } }
  clues: tierClues(first: 100) { nodes { id } }`;
/** Of each tier under names of its own, so that one request to the gateway may ask all. */
const aliased = (tier: Tier) => named(tier, LISTS).replaceAll(/^ {2}(\w+):/gm, `${nameOfTier(tier)}_$1:`);

const ENTITIES = ["Finding", "Round", "RoundTarget", "Publication", "Disclosure"] as const;

/** What a person gets through the gateway. */
export async function askLists(caller: Caller): Promise<Shown> {
  const parts = await Promise.all(TIERS.map((tier) => patiently(() => caller.ask(`{ ${aliased(tier)} }`))));
  return shownIn(parts);
}

/** The same of each subgraph directly, with everything of the world by reference, as the gateway would ask it. */
export async function askDirectly(platform: TestPlatform, world: World, standing: Standing): Promise<Shown> {
  const parts = TIERS.map((tier) => {
    const fields = ENTITIES.map((type) => `... on Tier${type} { ${type.toLowerCase()}: id }`);
    const entities = named(tier, `_entities(representations: $of) { __typename ${fields.join(" ")} }`);
    const query = `query Direct($of: [_Any!]!) { ${aliased(tier)} ${entities} }`;
    const body = JSON.stringify({ query, variables: { of: referencesTo(world, tier) } });
    const { url, key } = platform.tiers[nameOfTier(tier)];
    const claims = { audience: nameOfTier(tier), expiresAt: Math.floor(Date.now() / 1000) + 30, requestId: "direct" };
    const token = signInternalToken({ ...claims, standing }, body, key);
    return postJson(`${url}/graphql`, body, { [INTERNAL_TOKEN_HEADER]: token });
  });
  return shownIn(await Promise.all(parts));
}

function referencesTo(world: World, tier: Tier): object[] {
  const ids = {
    ...{ Finding: world.findings, Round: world.rounds, RoundTarget: world.targets },
    ...{ Publication: world.publications, Disclosure: world.disclosures },
  };
  return ENTITIES.flatMap((type) =>
    ids[type]
      .filter(({ id }) => id.startsWith(`${nameOfTier(tier)}:`))
      .map(({ id }) => ({ __typename: `${titleOf(tier)}${type}`, id })),
  );
}

type Node = { id: string; findings?: { nodes: { findingId: string }[] } | null };

/** @throws where anything went wrong but that a role never has an operation */
function shownIn(answers: readonly Answer[]): Shown {
  const shown: Record<string, string[]> = {};
  const show = (name: string, ids: readonly string[]) => {
    shown[name] = [...(shown[name] ?? []), ...ids].sort();
  };
  for (const { data, errors, text } of answers) {
    if (!data || errors.some(({ extensions }) => extensions.code !== "FORBIDDEN")) throw new Error(text);
    for (const [field, value] of Object.entries(data)) {
      if (field === "_entities") {
        for (const found of (value as (Record<string, string> | null)[]).filter((each) => each !== null)) {
          const [, type] = ENTITIES.flatMap((each) => (found[each.toLowerCase()] ? [[], each] : []));
          show(`entity ${type}`, [found[String(type).toLowerCase()] as string]);
        }
        continue;
      }
      const name = field.split("_")[1] as string;
      const nodes = (value as { nodes: Node[] } | null)?.nodes ?? [];
      show(
        name,
        nodes.map(({ id }) => id),
      );
      const findings = nodes.flatMap(
        ({ id, findings }) => findings?.nodes.map((each) => `${id}/${each.findingId}`) ?? [],
      );
      if (nodes.some((node) => "findings" in node)) show(`${name} findings`, findings);
    }
  }
  return Object.fromEntries(Object.entries(shown).filter(([, ids]) => ids.length > 0));
}

/** What the rules let them be: the lists are the own office's, whoever else's book is kept. */
export function rightLists(world: World, person: string): Shown {
  const account = activeAccount(world, person);
  const view = viewOf(world, person);
  const office = account?.office as string;
  // who must stay out of the own office's region has no list of it; the record is the audit role's all the same
  const out = recusalsInForce(world, account as NonNullable<typeof account>).some(
    ({ scope, subject }) => scope === "REGION" && office.startsWith(subject),
  );
  const withoutHolder = (keys: readonly string[]) => keys.map((key) => key.slice(key.indexOf("/") + 1)).sort();
  const own = (ids: readonly string[], of: (id: string) => string | undefined) =>
    ids.filter((id) => of(id.split("/")[0] as string) === office);
  const released = (id: string) => world.releases.find((each) => each.id === id)?.office;
  const lists = {
    receivedPublications: withoutHolder(view.receivedPublications),
    "receivedPublications findings": withoutHolder(view.receivedFindings).filter((key) =>
      view.receivedPublications.includes(`${office}/${key.slice(0, key.indexOf("/"))}`),
    ),
    releases: own(view.releases, released),
    "releases findings": own(view.releasedFindings, released).filter((key) =>
      view.releases.includes(key.split("/")[0] as string),
    ),
    receivedReleases: view.receivedReleases,
    "receivedReleases findings": view.receivedReleaseFindings,
    orders: view.orders.filter((key) => key.endsWith(`/${office}`)).map((key) => key.slice(0, key.lastIndexOf("/"))),
    supervisions: view.supervisions,
    receivedSupervisions: view.receivedSupervisions,
    clues: view.clues,
  };
  const keeps = (name: string) =>
    !out || name === "clues" || (account?.roles.includes("AUDIT_ADMIN") && name.startsWith("receivedPublications"));
  return Object.fromEntries(Object.entries(lists).filter(([name, ids]) => ids.length > 0 && keeps(name)));
}

export function rightDirectly(world: World, person: string): Shown {
  const view = viewOf(world, person);
  const findings = [...new Set(readableOf(world, person).map(({ findingId }) => findingId))].sort();
  const entities = {
    "entity Finding": findings,
    "entity Round": view.rounds,
    "entity RoundTarget": view.targets,
    "entity Publication": view.publications,
    "entity Disclosure": view.disclosures,
  };
  const found = Object.fromEntries(Object.entries(entities).filter(([, ids]) => ids.length > 0));
  return { ...rightLists(world, person), ...found };
}
