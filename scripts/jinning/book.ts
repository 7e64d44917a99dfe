import type { RegionTree } from "../../schema/regions/tree";
import type { FindingCommand } from "../../subgraphs/domain/finding/finding";

export const JINNING = "530115";

/** What the article states of the term 二届区委. It does not say whether the findings are of the villages alone. */
export const ARTICLE: Totals = { rounds: 9, units: 108, total: 3058, rectified: 2473 };

/** What rounds add up to. */
export interface Totals {
  rounds: number;
  units: number;
  total: number;
  rectified: number;
}

/** One round, as counts. How the article's totals spread over rounds and villages is INVENTED, and so are the dates:
 * every row that follows from this table is marked synthetic and says nothing about a real place. */
export interface RoundPlan {
  ordinal: number;
  /** calendar date of the entry; the other dates follow at fixed distances */
  enteredOn: string;
  villages: number;
  findings: number;
  /** of the findings, in this order: closed, verified, claimed as done; the rest is being rectified */
  closed: number;
  verified: number;
  claimed: number;
}

const TABLE: [enteredOn: string, findings: number, closed: number, verified: number, claimed: number][] = [
  ["2021-09-06", 338, 330, 8, 0],
  ["2022-03-07", 341, 325, 12, 2],
  ["2022-09-05", 336, 310, 18, 3],
  ["2023-03-06", 344, 300, 30, 6],
  ["2023-09-04", 339, 270, 45, 10],
  ["2024-03-04", 342, 220, 75, 20],
  ["2024-09-02", 337, 150, 110, 35],
  ["2025-03-03", 345, 60, 130, 70],
  ["2025-09-01", 336, 0, 80, 90],
];

export const ROUNDS: readonly RoundPlan[] = TABLE.map(([enteredOn, findings, closed, verified, claimed], i) => ({
  ordinal: i + 1,
  enteredOn,
  villages: ARTICLE.units / TABLE.length,
  findings,
  closed,
  verified,
  claimed,
}));

export function totalsOf(rounds: readonly RoundPlan[]): Totals {
  const sum = (count: (round: RoundPlan) => number) => rounds.reduce((total, round) => total + count(round), 0);
  return {
    rounds: rounds.length,
    units: sum(({ villages }) => villages),
    total: sum(({ findings }) => findings),
    rectified: sum(({ closed, verified }) => closed + verified),
  };
}

/** How many findings of a round take a step after the feedback: a closed one was verified before, and claimed before that. */
export function reaching(command: FindingCommand, { closed, verified, claimed }: RoundPlan): number {
  const steps: Partial<Record<FindingCommand, number>> = {
    CLAIM: closed + verified + claimed,
    VERIFY: closed + verified,
    CLOSE: closed,
  };
  return steps[command] ?? 0;
}

/** The villages of each round, evenly spaced over the district's villages in the order of their codes. */
export function villagesOf(regions: RegionTree): { region: string; name: string }[][] {
  const all = regions.childrenOf(JINNING).flatMap((township) => regions.childrenOf(township.code));
  if (all.length < ARTICLE.units) throw new Error(`the region tree has only ${all.length} villages in ${JINNING}`);
  const chosen = Array.from({ length: ARTICLE.units }, (_, i) => all[Math.floor((i * all.length) / ARTICLE.units)]);
  const villages = chosen.map((village) => ({ region: village?.code as string, name: village?.name as string }));
  return ROUNDS.map(({ ordinal, villages: n }) => villages.slice((ordinal - 1) * n, ordinal * n));
}

const FOCUSES = ["GRASSROOTS_POLICY", "CORRUPTION_NEAR_PEOPLE", "GRASSROOTS_ORGANISATION"];
const CATEGORIES = ["村集体“三资”", "惠民惠农资金", "工程项目"];

/** A row without narrative: a number, and words of the taxonomy in turn.
 * @param serial 1 to 3058 over the whole term */
export function findingOf(serial: number) {
  return {
    title: `合成行 ${String(serial).padStart(4, "0")}（无叙述）`,
    description: "",
    focus: FOCUSES[serial % FOCUSES.length] as string,
    category: CATEGORIES[Math.floor(serial / FOCUSES.length) % CATEGORIES.length] as string,
    synthetic: true,
  };
}
