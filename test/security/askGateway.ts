import { tierOfId } from "../../schema/contract/ids";
import type { RegionCode } from "../../schema/contract/regionCode";
import { nameOfTier, TIERS, type Tier, type TierName } from "../../schema/contract/tier";
import { titleOf } from "../../subgraphs/tier/graph/rename";
import { type Answer, type AnswerError, type Caller, patiently } from "../support/caller";
import type { World } from "./oracleWorld";

// biome-ignore lint/suspicious/noExplicitAny: what came back; a wrong shape fails the comparison
type Json = any;
/** What came back for one id; the id itself is left out, so that two answers can be compared. */
export type AnswerToId = { data: Json; errors: AnswerError[] };

/** Small where a person asks for everything, so that it takes several pages; a region's part comes at once. */
const PAGE = 3;
const LARGEST_PAGE = 100;
/** What the gateway's limits allow of this in one request. */
const OBJECTS_AT_ONCE = 12;
const REGIONS_AT_ONCE = 10;

/** Written once for the three tiers. */
const FRAGMENTS = TIERS.map((tier) =>
  named(
    tier,
    `fragment findingTier on TierFinding { id basis title status liveStatus note proof exchangeException
       round { id } target { id } publication { id } region { code } }
     fragment roundTier on TierRound { id status note }
     fragment targetTier on TierRoundTarget { id status note hearing { body } team { person } publications { id } }
     fragment publicationTier on TierPublication { id version status isCurrent findingCount note recallReason target { id } }
     fragment figuresTier on TierFigures { total open rectified longTerm notSubmitted rounds units }
     fragment bookTier on TierOffice { rounds(first: 5) { nodes { ...roundTier
       findings(first: 16) { nodes { ...findingTier } }
       targets(first: 9) { nodes { ...targetTier findings(first: 16) { nodes { ...findingTier } } } } } } }`,
  ),
).join("\n");

const FINDINGS = pagesOf("tierFindings(first: $first, after: $tier, filter: {region: $region})", "findingTier");
const PUBLICATIONS = pagesOf("tierPublications(first: $first, after: $tier, region: $region)", "publicationTier");
const REGIONS = `query Regions($codes: [ID!]!) {
  viewer { person tier officeCode roles recusals { scope subject } }
  regions(codes: $codes) { code
    ${eachTier((tier) => named(tier, "tierFigures { ...figuresTier } tierOffice { ...bookTier }"))} }
} ${used("figures", "book", "round", "target", "finding")}`;

/** All findings that the lists of the three tiers show, paged to the end.
 * @returns entries sorted by id */
export function askFindings(caller: Caller, region?: RegionCode): Promise<Json[]> {
  return askPages(caller, FINDINGS, region);
}

export function askPublications(caller: Caller, region?: RegionCode): Promise<Json[]> {
  return askPages(caller, PUBLICATIONS, region);
}

/** Who asks, and what each tier says of each region: its figures, its office's rounds with all that hangs on them. */
export async function askRegions(caller: Caller, codes: RegionCode[]): Promise<{ viewer: Json; regions: Json[] }> {
  const parts = await Promise.all(
    inParts(codes, REGIONS_AT_ONCE).map((part) => asked(caller, REGIONS, { codes: part })),
  );
  return { viewer: parts[0]?.data.viewer, regions: parts.flatMap(({ data }) => data.regions.map(flat)) };
}

/** A list in the place of each connection, and what has no order of its own sorted. */
function flat(value: Json): Json {
  if (Array.isArray(value)) return value.map(flat);
  if (value === null || typeof value !== "object") return value;
  if (value.nodes) return value.nodes.map(flat).sort(byId);
  const { team, listed, withheld, ...rest } = value;
  const fields = Object.fromEntries(Object.entries(rest).map(([name, each]) => [name, flat(each)]));
  if (team) fields.team = team.sort(byPerson);
  if (listed) fields.findings = [...listed, ...withheld.map((each: Json) => each.findingId)].sort();
  return fields;
}

export function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}

export function byPerson(a: { person: string }, b: { person: string }): number {
  return a.person < b.person ? -1 : 1;
}

/** Asks for everything of the world by its id, in as few requests as the gateway's limits allow.
 * @param rename asks for another id in the place of each
 * @returns by the concept and the world's id */
export async function askById(
  caller: Caller,
  world: World,
  rename = (id: string) => id,
): Promise<Record<string, AnswerToId>> {
  const asks = [
    ...world.rounds.map(({ id }) => ["tierRound", id, "tierRound(id: $id) { ...roundTier }"]),
    ...world.rounds.map(({ id }) => ["round", id, "round(id: $id) { __typename id ...roundTier }"]),
    ...world.targets.map(({ id }) => ["tierRoundTarget", id, "tierRoundTarget(id: $id) { ...targetTier }"]),
    ...world.targets.map(({ id }) => [
      "tierPublicationPreview",
      id,
      "tierPublicationPreview(targetId: $id) { version listed withheld { findingId } }",
    ]),
    ...world.findings.map(({ id }) => ["finding", id, "finding(id: $id) { __typename id ...findingTier }"]),
    ...world.publications.map(({ id }) => [
      "publication",
      id,
      "publication(id: $id) { __typename id ...publicationTier }",
    ]),
  ] as Ask[];
  const parts = inParts(asks, OBJECTS_AT_ONCE).map((part) => askSome(caller, part, rename));
  return Object.assign({}, ...(await Promise.all(parts)));
}

function inParts<T>(all: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}

type Ask = [concept: string, id: string, text: string];

async function askSome(caller: Caller, asks: Ask[], rename: (id: string) => string) {
  const fields = asks.map(([, id, text], i) => `a${i}: ${named(tierOfId(id) as Tier, text).replace("$id", `$v${i}`)}`);
  const document = `query ById(${asks.map((_, i) => `$v${i}: ID!`)}) { ${fields.join(" ")} }
    ${usedBy(fields.join(" "))}`;
  const ids = asks.map(([, id]) => rename(id));
  const variables = Object.fromEntries(ids.map((id, i) => [`v${i}`, id]));
  const { data, errors } = await patiently(() => caller.ask(document, variables));
  if (errors.some(({ path }) => !path)) throw new Error(`by id: ${JSON.stringify(errors)}`);
  return Object.fromEntries(
    asks.map(([concept, id], i) => {
      const own = errors.filter(({ path }) => path?.[0] === `a${i}`);
      const faults = own.map((error) => ({ ...error, path: error.path?.slice(1) }));
      return [`${concept} ${id}`, answerAbout(ids[i] as string, flat(data[`a${i}`]), faults)];
    }),
  );
}

/** An answer without the id that was asked for. */
export function answerAbout(id: string, data: Json, errors: AnswerError[]): AnswerToId {
  return JSON.parse(JSON.stringify({ data, errors }).replaceAll(id, "ID"));
}

/** A query for the next page of each tier that has one. */
function pagesOf(field: string, fragment: string): string {
  const variables = TIERS.map(nameOfTier).map((name) => `$${name}: String, $ask_${name}: Boolean!`);
  const lists = eachTier((tier) =>
    named(
      tier,
      `tier: ${field} @include(if: $ask_tier) { nodes { ...${fragment} } pageInfo { hasNextPage endCursor } }`,
    ),
  );
  return `query Pages($first: Int!, $region: ID, ${variables}) { ${lists} } ${usedBy(lists)}`;
}

async function askPages(caller: Caller, query: string, region?: RegionCode): Promise<Json[]> {
  const rows: Json[] = [];
  const first = region ? LARGEST_PAGE : PAGE;
  let names: TierName[] = TIERS.map(nameOfTier);
  const after: Record<string, string> = {};
  while (names.length > 0) {
    const next = Object.fromEntries(TIERS.map(nameOfTier).map((name) => [`ask_${name}`, names.includes(name)]));
    const { data } = await asked(caller, query, { first, region, ...after, ...next });
    for (const name of names) {
      if (data[name].nodes.length > first) throw new Error(`${name}: a page of ${data[name].nodes.length} rows`);
      rows.push(...data[name].nodes);
      after[name] = data[name].pageInfo.endCursor;
    }
    names = names.filter((name) => data[name].pageInfo.hasNextPage);
  }
  return rows.sort(byId);
}

async function asked(caller: Caller, query: string, variables: object): Promise<Answer> {
  const answer = await patiently(() => caller.ask(query, variables));
  if (answer.errors.length) throw new Error(`${caller.person}: ${answer.text}`);
  return answer;
}

function eachTier(text: (tier: Tier) => string): string {
  return TIERS.map(text).join(" ");
}

/** What is written of a tier, in the names of this one. */
function named(tier: Tier, text: string): string {
  return text.replaceAll("Tier", titleOf(tier)).replaceAll("tier", nameOfTier(tier));
}

/** GraphQL refuses fragments that an operation does not use. */
function usedBy(text: string): string {
  const names = new Set(Array.from(text.matchAll(/\.\.\.(\w+)/g), ([, name]) => name));
  return FRAGMENTS.split(/(?=fragment )/)
    .filter((fragment) => names.has(/fragment (\w+)/.exec(fragment)?.[1]))
    .join("");
}

function used(...concepts: string[]): string {
  return usedBy(concepts.map((concept) => eachTier((tier) => named(tier, `...${concept}Tier`))).join(" "));
}
