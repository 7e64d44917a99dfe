import "reflect-metadata";
import { join } from "node:path";
import { tierOfOffice } from "../../schema/contract/regionCode";
import { nameOfTier, TIERS, type Tier, type TierName } from "../../schema/contract/tier";
import { loadRegions, type RegionTree } from "../../schema/regions/tree";
import { officeDay, systemClock } from "../../subgraphs/tier/clock";
import { readCalendar } from "../calendar";
import { writeAccountsFile } from "../issuer/accounts";
import type { TierUrls } from "../provision";
import type { SigningKeyFile } from "../supervisor/signingKeys";
import { demonstrationAccounts, loadAccounts, storyAccounts, storyUnitAccounts } from "./accounts";
import { carrierOf, carrierOfAll } from "./carry";
import { makeDemonstrationKeys, tellCityClue, tellClues } from "./clues";
import { demonstrationRounds } from "./demonstration";
import { GOLDEN_OFFICES, loadGolden } from "./golden";
import { tellJointSupervision } from "./jointSupervision";
import { loadOffices } from "./offices";
import { tellOrders } from "./orders";
import { openTerm, RoundTeller, termOf, unitsByCode } from "./rounds";
import { type Stage, Stages } from "./stages";
import { tellStory } from "./story";
import { CITY, COUNTY } from "./story/people";
import { workingDayBefore } from "./storyDays";
import { type Memory, Teller } from "./teller";
import type { TierActor } from "./tierActor";

/** Offices whose accounts the demonstration opens: the fictional province, and the real line that enters figures. */
const FICTIONAL_OFFICES = ["99", "9901", "9902", "990101", "990102", "990103", "990201"];
const REAL_OFFICES = ["53", "5301", "5303", "530115", "530102"];

interface SeedOptions {
  urls: Record<TierName, TierUrls>;
  regionsDir: string;
  /** where the demonstration accounts and their random passwords go */
  accountsFile: string;
  /** where the keys of each tier's custodies go: a folder a tier */
  keysDir: string;
  /** what each tier signs with that it has received something */
  signingKeys: Record<TierName, SigningKeyFile>;
  /** offices only, where a site brings its own accounts */
  demonstration?: boolean;
  progress: (done: number, total: number, label: string) => void;
}

/** Loads the offices of the tree and, for a demonstration, accounts, terms and the rounds of the fictional province. Each
 * step can be repeated: an interrupted first start goes on where it stopped, a later one finds everything done. */
export async function seed({
  urls,
  regionsDir,
  accountsFile,
  keysDir,
  signingKeys,
  demonstration = true,
  progress,
}: SeedOptions): Promise<void> {
  const regions = loadRegions(regionsDir);
  const owners = Object.fromEntries(TIERS.map((tier) => [nameOfTier(tier), urls[nameOfTier(tier)].owner])) as Record<
    TierName,
    string
  >;
  const stages: Stage[] = TIERS.map((tier) => ({
    label: `offices of the ${nameOfTier(tier)} tier`,
    run: () => loadOffices(urls[nameOfTier(tier)].owner, tier, regions),
  }));
  const actors = new Map<Tier, TierActor>();
  if (demonstration) {
    const accounts = [...demonstrationAccounts([...FICTIONAL_OFFICES, ...REAL_OFFICES], regions), ...storyAccounts()];
    const goldenAccounts = demonstrationAccounts(GOLDEN_OFFICES, regions);
    const unitAccounts = storyUnitAccounts(regions);
    writeAccountsFile(accountsFile, [...accounts, ...unitAccounts, ...goldenAccounts]);
    stages.push(
      { label: "accounts", run: () => loadAccounts(owners, accounts) },
      { label: "keys of custodies", run: async () => makeDemonstrationKeys(keysDir) },
      ...storyStages({ urls, keysDir, signingKeys }, regions, actors),
      // their units are in the register by now
      { label: "accounts of units", run: () => loadAccounts(owners, unitAccounts) },
      { label: "accounts of the golden data set", run: () => loadAccounts(owners, goldenAccounts) },
      { label: "golden data set", run: () => loadGolden(owners, regions) },
    );
  }
  try {
    await new Stages(owners).run(stages, progress);
  } finally {
    for (const actor of actors.values()) await actor.close();
  }
}

/** Terms, then the rounds: each told by the accounts of its office. */
function storyStages(
  { urls, keysDir, signingKeys }: Pick<SeedOptions, "urls" | "keysDir" | "signingKeys">,
  regions: RegionTree,
  actors: Map<Tier, TierActor>,
): Stage[] {
  const tellerOf = async (tier: Tier, name: string, memory: Memory) => {
    // the whole tier kit: a start that has nothing to load does without it
    const { TierActor } = await import("./tierActor.js");
    const actorOf = (tier: Tier): TierActor => {
      const [name, known] = [nameOfTier(tier), actors.get(tier)];
      const actor = known ?? new TierActor(tier, urls[name].subgraph, regions, join(keysDir, name), actorOf);
      actors.set(tier, actor);
      return actor;
    };
    return new Teller(name.replaceAll(" ", "-"), actorOf(tier), memory, await storyDays(memory));
  };
  const nameOf = (region: string) => regions.find(region)?.name ?? region;
  // the golden data set opens those of the real offices
  const terms = FICTIONAL_OFFICES.map((office): Stage => {
    const [tier, label] = [tierOfOffice(office) as Tier, `term of ${office}`];
    return { label, run: async (memory) => openTerm(await tellerOf(tier, label, memory), tier, office, "一届") };
  });
  const story: Stage = {
    label: `${COUNTY} round 1`,
    run: async (memory) => {
      const teller = await tellerOf("COUNTY", `story of ${COUNTY}`, memory);
      for await (const _ of tellStory(teller, await termOf(teller, "COUNTY", COUNTY), nameOf));
    },
  };
  const rounds = demonstrationRounds.map((round): Stage => {
    const label = `${round.office} round ${round.ordinal}`;
    const run = async (memory: Memory) => {
      const unitsOf = async (office: string, codes: readonly string[]) => {
        const tier = tierOfOffice(office) as Tier;
        return unitsByCode(await tellerOf(tier, `${label} register`, memory), tier, office, codes);
      };
      const teller = await tellerOf(round.tier, label, memory);
      await new RoundTeller(teller, round, nameOf, unitsOf).tell();
    };
    return { label, run };
  });
  const clues: Stage = {
    label: `${COUNTY} clues`,
    run: async (memory) => tellClues(await tellerOf("COUNTY", `clues of ${COUNTY}`, memory)),
  };
  const cityClue: Stage = {
    label: `${COUNTY} clue to ${CITY}`,
    run: async (memory) => {
      const county = await tellerOf("COUNTY", `clue of ${COUNTY} to ${CITY}`, memory);
      const city = await tellerOf("CITY", `clue to ${CITY} from ${COUNTY}`, memory);
      await tellCityClue(county, city, carrierOf(urls, "CLUES"));
    },
  };
  const orders: Stage = {
    label: `orders to ${COUNTY}`,
    run: async (memory) => {
      const [province, city, county] = await Promise.all(
        TIERS.map((tier) => tellerOf(tier, `orders of the ${nameOfTier(tier)} tier`, memory)),
      );
      await tellOrders(province as Teller, city as Teller, county as Teller, carrierOf(urls, "ORDERS"));
    },
  };
  const jointSupervision: Stage = {
    label: "joint supervision of 99",
    run: async (memory) => {
      const of = (tier: Tier) => tellerOf(tier, `joint supervision of the ${nameOfTier(tier)}`, memory);
      const tellers = { province: await of("PROVINCE"), city: await of("CITY"), county: await of("COUNTY") };
      await tellJointSupervision(tellers, carrierOfAll(urls, signingKeys));
    },
  };
  return [...terms, story, ...rounds, clues, cityClue, orders, jointSupervision];
}

/** The days of the story count back from the day of the first start, also where that was interrupted. */
async function storyDays(memory: Memory): Promise<(daysAgo: number) => string> {
  const known = memory.recall(FIRST_DAY) as string | undefined;
  const today = known ?? officeDay(systemClock());
  if (!known) await memory.keep(FIRST_DAY, today);
  const calendar = readCalendar();
  return (daysAgo) => workingDayBefore(calendar, today, daysAgo);
}
const FIRST_DAY = "first day";
