import { nameOfTier, type Tier } from "../../../schema/contract/tier";
import type { SeedAccount } from "../../seed/accounts";
import { OFFICES, type Post, personOf, superiorsOf, tierOf } from "../offices";

/** What becomes of a reader in the course of a run. STAYS, and RENEWS: the token is short, and a new one is fetched. The others
 * end: the token is not renewed, the role is taken away, the account is closed, a recusal from one unit is declared. */
const ENDINGS = ["EXPIRES", "DEMOTED", "CLOSED", "RECUSED"] as const;
type Ending = (typeof ENDINGS)[number];
type Fate = "STAYS" | "RENEWS" | Ending;

/** Somebody who follows the events of a tier in a region. */
export interface Reader {
  person: string;
  office: string;
  /** whose events */
  tier: Tier;
  region: string;
  /** whether the person reads the book of the office; who reads none is told nothing */
  readsBook: boolean;
  fate: Fate;
}

/** The office whose unit some are recused from, and those who stand above it. */
const RECUSED_FROM = "990101";
const WATCHED = [RECUSED_FROM, ...superiorsOf(RECUSED_FROM)];
const FATES = ["RENEWS", ...ENDINGS] as const;

const at = (office: string, post: Post, tier: Tier, region: string): Reader => {
  return { person: personOf(office, post), office, tier, region, readsBook: post !== "custodian-a", fate: "STAYS" };
};

/** Each office follows its own book and what is submitted to it; some ask for what is not theirs. */
export const READERS: readonly Reader[] = [
  ...OFFICES.map((office) => at(office, "clerk", tierOf(office), office)),
  ...OFFICES.filter((office) => tierOf(office) !== "COUNTY").map((office) => at(office, "director", "COUNTY", office)),
  at("99", "director", "CITY", "99"),
  // of the neighbours' own book the first reads nothing, of the own as much as ever
  at("990102", "director", "COUNTY", "9901"),
  at("9902", "clerk", "COUNTY", "9901"),
  at("9901", "clerk", "CITY", "99"),
  at("990201", "clerk", "CITY", "99"),
  at("990101", "director", "PROVINCE", "99"),
  at("990101", "custodian-a", "COUNTY", "990101"),
  at("99", "custodian-a", "COUNTY", "99"),
  ...WATCHED.flatMap((office) =>
    FATES.map((fate): Reader => {
      return { person: watcherOf(office, fate), office, tier: "COUNTY", region: office, readsBook: true, fate };
    }),
  ),
];

/** Who follows figures: whoever counts them, and one who counts nothing there. */
export const COUNTERS: readonly Reader[] = [
  at("99", "director", "COUNTY", "99"),
  at("9901", "director", "COUNTY", "9901"),
  at("990101", "clerk", "COUNTY", "990101"),
  at("990102", "clerk", "COUNTY", "990101"),
];

export function watchers(): SeedAccount[] {
  return WATCHED.flatMap((office) =>
    FATES.map((fate): SeedAccount => {
      return { id: watcherOf(office, fate), tier: tierOf(office), office, label: "虚构账号", roles: ["CLERK"] };
    }),
  );
}

function watcherOf(office: string, fate: Fate): string {
  return `${nameOfTier(tierOf(office))}:${office}.watcher-${fate.toLowerCase()}`;
}
