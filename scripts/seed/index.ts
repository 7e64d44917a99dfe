import "reflect-metadata";
import { nameOfTier, TIERS, type Tier, type TierName } from "../../schema/contract/tier";
import { loadRegions } from "../../schema/regions/tree";
import { writeAccountsFile } from "../issuer/accounts";
import type { TierUrls } from "../provision";
import { demonstrationAccounts, demonstrationUnitAccounts, loadAccounts } from "./accounts";
import { type DemonstrationRound, demonstrationRounds } from "./demonstration";
import { loadOffices } from "./offices";
import { type Stage, Stages } from "./stages";
import type { TierActor } from "./tierActor";

/** Offices whose accounts the demonstration opens: the fictional province, and the real line that enters figures. */
const OFFICES_WITH_ACCOUNTS = [
  "99",
  "9901",
  "9902",
  "990101",
  "990102",
  "990103",
  "990201",
  "53",
  "5301",
  "5303",
  "530115",
  "530102",
];
/** Of the first round, the place of the unit whose people have accounts: a village below a township of the same round. */
const UNIT_WITH_ACCOUNTS = 1;
/** 届 of the offices above. The articles name 二届晋宁区委; the other terms and all dates are invented. */
const COMMITTEES: Record<string, string> = { "53": "十届省委", "530115": "二届区委" };

export interface SeedOptions {
  urls: Record<TierName, TierUrls>;
  regionsDir: string;
  /** where the demonstration accounts and their random passwords go */
  accountsFile: string;
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
  demonstration = true,
  progress,
}: SeedOptions): Promise<void> {
  const regions = loadRegions(regionsDir);
  const owners = Object.fromEntries(TIERS.map((tier) => [nameOfTier(tier), urls[nameOfTier(tier)].owner]));
  const accounts = demonstrationAccounts(OFFICES_WITH_ACCOUNTS, regions);
  const [first] = demonstrationRounds as [DemonstrationRound, ...DemonstrationRound[]];
  const unitAccounts = demonstrationUnitAccounts(first, UNIT_WITH_ACCOUNTS, regions);
  const actors = new Map<Tier, TierActor>();
  const actorIn = async (tier: Tier) => {
    // the whole tier kit: a start that has nothing to load does without it
    const { TierActor } = await import("./tierActor.js");
    const known = actors.get(tier) ?? new TierActor(tier, urls[nameOfTier(tier)].subgraph, regions);
    actors.set(tier, known);
    return known;
  };
  const stages: Stage[] = TIERS.map((tier) => ({
    label: `offices of the ${nameOfTier(tier)} tier`,
    run: () => loadOffices(urls[nameOfTier(tier)].owner, tier, regions),
  }));
  if (demonstration) {
    writeAccountsFile(accountsFile, [...accounts, ...unitAccounts]);
    stages.push({ label: "accounts", run: () => loadAccounts(owners, accounts) });
    for (const office of OFFICES_WITH_ACCOUNTS) {
      const tier = TIERS.find((each) =>
        accounts.some((account) => account.office === office && account.tier === each),
      ) as Tier;
      const committee = COMMITTEES[office] ?? "一届";
      stages.push({ label: `term of ${office}`, run: async () => (await actorIn(tier)).openTerm(office, committee) });
    }
    for (const round of demonstrationRounds) {
      stages.push({
        label: `${round.office} round ${round.ordinal}`,
        run: async () => (await actorIn(round.tier)).carryOut(round),
      });
    }
    // their units are in the register by now
    stages.push({ label: "accounts of units", run: () => loadAccounts(owners, unitAccounts) });
  }
  try {
    await new Stages(owners).run(stages, progress);
  } finally {
    for (const actor of actors.values()) await actor.close();
  }
}
