import type { Standing } from "../../schema/contract/standing";
import { nameOfTier, TIERS, type Tier } from "../../schema/contract/tier";
import { partsOfCustody } from "../../subgraphs/domain/clue/custody";
import { titleOf } from "../../subgraphs/tier/graph/rename";
import { type Answer, type Caller, patiently } from "../support/caller";
import type { TestPlatform } from "../support/platform";
import { readableOf, viewOf } from "./oracle";
import { activeAccount, recusalsInForce, tierOfOffice } from "./oracleReader";
import type { View, World, WorldClue } from "./oracleWorld";
import { askSubgraph } from "./playClues";

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
  clues: tierClues(first: 100) { nodes { id chainHolds chain { event } } }`;
/** Each clue of the world by its id, whoever holds it. */
const clueById = ({ id }: WorldClue, i: number) => `
  text${i}: tierClueText(id: "${id}") { ... on Refusal { code subject } ... on TierClueText { text pointer clue { id } } }
  reporter${i}: tierClueReporter(id: "${id}") { ... on Refusal { code } ... on TierClueReporter { identity } }`;
/** Of each tier under names of its own, so that one request to the gateway may ask all. */
const aliased = (tier: Tier, { clues }: World) =>
  named(tier, [LISTS, ...clues.map(clueById)].join("")).replaceAll(/^ {2}(\w+):/gm, `${nameOfTier(tier)}_$1:`);

const ENTITIES = ["Finding", "Round", "RoundTarget", "Publication", "Disclosure"] as const;

/** What a person gets through the gateway. */
export async function askLists(caller: Caller, world: World): Promise<Shown> {
  const parts = await Promise.all(TIERS.map((tier) => patiently(() => caller.ask(`{ ${aliased(tier, world)} }`))));
  return shownIn(parts);
}

/** The same of each subgraph directly, with everything of the world by reference, as the gateway would ask it. */
export async function askDirectly(platform: TestPlatform, world: World, standing: Standing): Promise<Shown> {
  const parts = TIERS.map((tier) => {
    const fields = ENTITIES.map((type) => `... on Tier${type} { ${type.toLowerCase()}: id }`);
    const entities = named(tier, `_entities(representations: $of) { __typename ${fields.join(" ")} }`);
    const query = `query Direct($of: [_Any!]!) { ${aliased(tier, world)} ${entities} }`;
    const body = JSON.stringify({ query, variables: { of: referencesTo(world, tier) } });
    return askSubgraph(platform, nameOfTier(tier), standing, body);
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

interface Node {
  id: string;
  findings?: { nodes: { findingId: string }[] } | null;
  chainHolds?: boolean;
  chain?: { event: string }[];
}
/** What a clue that was asked for by its id shows. */
interface Opened {
  code?: string;
  subject?: string;
  text?: string | null;
  pointer?: string | null;
  clue?: { id: string };
  identity?: string;
}

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
      if (/^(text|reporter)\d+$/.test(name)) {
        const { code, subject, text, pointer, clue, identity } = (value ?? {}) as Opened;
        const who = identity ?? (subject ? undefined : code);
        if (who) show("clue reporters", [who]);
        else if (value) show("clue texts", [`${clue?.id ?? subject} ${text ?? pointer ?? code}`]);
        continue;
      }
      const nodes = (value as { nodes: Node[] } | null)?.nodes ?? [];
      show(
        name,
        nodes.map(({ id }) => id),
      );
      if (name === "clues") show("clue chains", nodes.map(chainOf));
      const findings = nodes.flatMap(
        ({ id, findings }) => findings?.nodes.map((each) => `${id}/${each.findingId}`) ?? [],
      );
      if (nodes.some((node) => "findings" in node)) show(`${name} findings`, findings);
    }
  }
  return Object.fromEntries(Object.entries(shown).filter(([, ids]) => ids.length > 0));
}

const chainOf = ({ id, chainHolds, chain = [] }: Node) =>
  `${id} ${chain.map(({ event }) => event).join(" ")}${chainHolds ? "" : " broken"}`;

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
    ...rightClues(world, view, tierOfOffice(office)),
  };
  const keeps = (name: string) =>
    !out ||
    name.startsWith("clue") ||
    (account?.roles.includes("AUDIT_ADMIN") && name.startsWith("receivedPublications"));
  return Object.fromEntries(Object.entries(lists).filter(([name, ids]) => ids.length > 0 && keeps(name)));
}

/** What there is of clues that went their way. */
function rightClues({ clues }: World, view: View, tier: Tier) {
  const gone = clues.flatMap(({ course, ...clue }) => (course ? [{ ...course, ...clue }] : []));
  const read = gone.filter(({ id }) => view.clues.includes(id));
  // a row of another tier does not follow when its owner seals it
  const isSealed = ({ sealed, owner }: (typeof gone)[number]) =>
    sealed && tierOfOffice(partsOfCustody(owner).office) === tier;
  return {
    "clue chains": read.map(({ id, events }) => `${id} ${events.join(" ")}`).sort(),
    "clue texts": read.map((clue) => `${clue.id} ${isSealed(clue) ? "CLUE_SEALED" : clue.says}`).sort(),
    "clue reporters": gone
      .filter(({ id }) => view.clueReporters.includes(`${id}/reporter`))
      .flatMap((clue) => (clue.reporter && isSealed(clue) ? "CLUE_SEALED" : (clue.reporter ?? [])))
      .sort(),
  };
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
