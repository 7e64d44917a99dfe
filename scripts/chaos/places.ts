import { TIERS, type Tier } from "../../schema/contract/tier";
import { OFFICES, officesBeside, type Post, personOf, superiorsOf, tierOf } from "./offices";

// Where is looked, and by what name: what is expected and what was seen are laid side by side by these names.

export const inboxOf = (source: string, destination: string) => `inbox ${source} → ${destination}`;
export const INBOX_ELSEWHERE = "inboxes of anybody else";
export const journalOf = (office: string) => `journal of ${office}`;
export const bookOf = (office: string) => `book of ${office}`;
export const copiesOf = (office: string) => `copies at ${office}`;
export const COPIES_ELSEWHERE = "copies at anybody else";
export const cluesIn = (tier: Tier) => `clues in the database of the ${tier}`;
export const wordsIn = (tier: Tier) => `words of clues in the database of the ${tier}`;
export const ordersOf = (office: string) => `orders of ${office}`;
export const releasesOf = (office: string) => `releases of ${office}`;
export const supervisionsOf = (office: string) => `joint supervisions of ${office}`;
export const WAYS = ["gateway", "subgraph", "database"] as const;
export type Way = (typeof WAYS)[number];
export const reads = (person: string, tier: Tier, way: Way) => `${person} reads publications of the ${tier} (${way})`;
export const receives = (person: string, way: Way) => `${person} reads what was received (${way})`;
export const readsOrders = (person: string, tier: Tier, way: Way) => `${person} reads orders of the ${tier} (${way})`;
export const readsReleases = (person: string, tier: Tier, way: Way) =>
  `${person} reads releases of the ${tier} (${way})`;
export const readsSupervisions = (person: string, tier: Tier, way: Way) =>
  `${person} reads joint supervisions of the ${tier} (${way})`;
export const follows = (person: string, tier: Tier, region: string) => `${person} follows ${region} in the ${tier}`;
export const replays = (person: string, tier: Tier, region: string) =>
  `${person} hears again of ${region} in the ${tier}`;
export const counts = (person: string, tier: Tier, region: string) =>
  `${person} follows figures of ${region} in the ${tier}`;
export const lists = (person: string, tier: Tier, way: Way) => `${person} lists clues of the ${tier} (${way})`;
export const opens = (person: string, way: Way) => `${person} opens clues (${way})`;

/** Between these, something may be said: up and down, and beside. */
export function streams(): [source: string, destination: string][] {
  return OFFICES.flatMap((office) => [
    ...superiorsOf(office).flatMap((above): [string, string][] => [
      [office, above],
      [above, office],
    ]),
    ...officesBeside(office).map((beside): [string, string] => [office, beside]),
  ]);
}

export interface Reader {
  person: string;
  office: string;
  post: Post;
}

const everybody = (posts: readonly Post[]): Reader[] =>
  OFFICES.flatMap((office) => posts.map((post) => ({ person: personOf(office, post), office, post })));

/** Who is asked for publications: of each office those who read its book, and one who reads none. */
export const READERS = everybody(["clerk", "director", "custodian-a"]);
/** Who is asked for clues: the office that registered, the department that may receive, and one who has to do with neither. */
export const CUSTODIANS = everybody(["custodian-a", "discipline", "clerk"]);

export const readsBook = ({ post }: Reader): boolean => post !== "custodian-a";
export const OF_TIER = Object.fromEntries(
  TIERS.map((tier) => [tier, OFFICES.filter((office) => tierOf(office) === tier)]),
) as Record<Tier, string[]>;
