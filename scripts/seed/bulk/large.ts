import type { Tier } from "../../../schema/contract/tier";
import type { RegionTree } from "../../../schema/regions/tree";
import type { FindingStatus } from "../../../subgraphs/domain/finding/finding";
import type { RectificationStatus } from "../../../subgraphs/domain/rectification/rectification";
import { METHODS, type RoundKind } from "../../../subgraphs/domain/round/round";
import type { TargetStatus } from "../../../subgraphs/domain/target/target";
import { addDays } from "../golden/counties";
import { countiesOf, villagesOf, YUNNAN } from "../golden/register";
import type { BookPlan, FindingsPlan, RoundPlan, TargetDates, TargetPlan, UnitPlan } from "./plan";

/** The part of the large data set that one office gets. */
export interface OfficePart {
  tier: Tier;
  office: string;
  /** its number in the set, which its ids carry */
  part: number;
  findings: number;
}

const TERM = { committee: "合成届（大数据集）", ordinal: 90, startsOn: "2025-01-01", endsOn: null };
/** Findings of one target: as many as an inspection brings, and fewer where an office has so few that its targets would not
 * stand in every place that they can. */
const OF_TARGET = 20;
const LEAST_TARGETS = 40;
const DEPARTMENTS = 60;
/** Of all findings, how many each tier gets: a province inspects little of what its counties do. */
const SHARES: Record<Tier, number> = { PROVINCE: 0.01, CITY: 0.09, COUNTY: 0.9 };

/** Spreads the findings over the offices of Yunnan's tree, each the same within its tier. */
export function partsOf(regions: RegionTree, findings: number): OfficePart[] {
  const offices: Record<Tier, string[]> = {
    PROVINCE: [YUNNAN],
    CITY: regions.childrenOf(YUNNAN).map(({ code }) => code),
    COUNTY: countiesOf(regions, YUNNAN),
  };
  const [province, city] = [Math.round(findings * SHARES.PROVINCE), Math.round(findings * SHARES.CITY)];
  const totals: Record<Tier, number> = { PROVINCE: province, CITY: city, COUNTY: findings - province - city };
  let part = 0;
  return (Object.keys(offices) as Tier[]).flatMap((tier) => {
    const all = offices[tier];
    const upTo = (i: number) => Math.floor((i * totals[tier]) / all.length);
    return all.map((office, i) => ({ tier, office, part: part++, findings: upTo(i + 1) - upTo(i) }));
  });
}

/** Where the targets of a round stand, and in which statuses their findings are: together every status that a finding has,
 * submitted and not, wherever the rules let it. */
const SHAPES: {
  status: TargetStatus;
  findings: FindingStatus[];
  submitted: boolean;
  rectification?: RectificationStatus;
}[] = [
  {
    status: "ENTERED",
    findings: ["DRAFT", "TEAM_AGREED", "FACTS_EXCHANGED", "REPORTED", "DISMISSED"],
    submitted: false,
  },
  { status: "HEARD", findings: ["REPORTED", "DISMISSED"], submitted: false },
  { status: "HEARD", findings: ["REPORTED"], submitted: true },
  ...[true, false].flatMap((submitted) => [
    {
      ...{ status: "FED_BACK" as const, rectification: "PLAN_DUE" as const, submitted },
      findings: ["FED_BACK", "OBJECTED", "WITHDRAWN"] as FindingStatus[],
    },
    {
      ...{ status: "RECTIFYING" as const, rectification: "CONCENTRATED" as const, submitted },
      findings: ["RECTIFYING", "CLAIMED_DONE", "VERIFIED", "CLOSED", "LONG_TERM", "REOPENED"] as FindingStatus[],
    },
    {
      ...{ status: "EVALUATED" as const, rectification: "CONTINUING" as const, submitted },
      findings: ["CLOSED", "VERIFIED", "LONG_TERM", "RECTIFYING", "REOPENED"] as FindingStatus[],
    },
  ]),
  { status: "ARCHIVED", findings: ["CLOSED", "LONG_TERM"], submitted: true, rectification: "COMPLETED" },
];
const KINDS: RoundKind[] = ["REGULAR", "SPECIAL", "MOBILE"];

/** The book of one office: the same for the same seed. */
export function largeBook(regions: RegionTree, { tier, office, findings }: OfficePart, seed: number): BookPlan {
  const random = randomOf(`${seed} ${office}`);
  const units = unitsOf(regions, tier, office);
  const ofTarget = Math.max(1, Math.min(OF_TARGET, Math.floor(findings / LEAST_TARGETS)));
  const inRound = units.length * ofTarget;
  /** how many findings of a status, submitted or not, there were: focus and category go on from there */
  const seen = new Map<string, number>();
  const rounds = Array.from({ length: Math.ceil(findings / inRound) }, (_, i): RoundPlan => {
    const own = Math.min(inRound, findings - i * inRound);
    const targets = Array.from({ length: Math.ceil(own / ofTarget) }, (__, place) =>
      targetOf(units[place] as UnitPlan, place, Math.min(ofTarget, own - place * ofTarget), random, seen),
    );
    return {
      ordinal: i + 1,
      kind: KINDS[i % KINDS.length] as RoundKind,
      title: `合成数据第${i + 1}轮`,
      status: "RUNNING",
      documentNumber: `合成〔2025〕${i + 1}号`,
      authorisedOn: "2025-01-02",
      targets,
    };
  });
  return { office, term: TERM, units, rounds };
}

function unitsOf(regions: RegionTree, tier: Tier, office: string): UnitPlan[] {
  const validFrom = TERM.startsOn;
  if (tier === "COUNTY") {
    return villagesOf(regions, office).map((region) => ({
      code: `BULK-${region}`,
      name: `${regions.find(region)?.name}党组织`,
      kind: "VILLAGE",
      region,
      validFrom,
    }));
  }
  const places = [office, ...regions.childrenOf(office).map(({ code }) => code)];
  return Array.from({ length: DEPARTMENTS }, (_, i) => ({
    code: `BULK-${office}-${i + 1}`,
    name: `合成单位${i + 1}`,
    kind: "DEPARTMENT",
    region: places[i % places.length] as string,
    validFrom,
  }));
}

function targetOf(
  unit: UnitPlan,
  place: number,
  findings: number,
  random: () => number,
  seen: Map<string, number>,
): TargetPlan {
  const shape = SHAPES[Math.floor(random() * SHAPES.length)] as (typeof SHAPES)[number];
  const dates = datesUpTo(shape.status, addDays("2025-01-06", Math.floor(random() * 600)));
  return {
    unit: unit.code,
    method: METHODS[place % METHODS.length] ?? null,
    status: shape.status,
    dates,
    findings: mixOf(shape.findings, findings, random).map(({ status, count }) => {
      const cell = `${status} ${shape.submitted}`;
      const from = seen.get(cell) ?? 0;
      seen.set(cell, from + count);
      return { status, count, from };
    }),
    submittedOn: shape.submitted ? addDays(dates.heardOn ?? dates.enteredOn, 3) : undefined,
    rectification: shape.rectification,
  };
}

/** Cuts a number into as many parts as there are statuses. */
function mixOf(statuses: readonly FindingStatus[], count: number, random: () => number): FindingsPlan[] {
  const weights = statuses.map(() => 0.5 + random());
  const sum = weights.reduce((total, weight) => total + weight, 0);
  let [given, weighed] = [0, 0];
  return statuses.flatMap((status, i) => {
    weighed += weights[i] as number;
    const upTo = i === statuses.length - 1 ? count : Math.round((count * weighed) / sum);
    const part = { status, count: upTo - given };
    given = upTo;
    return part.count > 0 ? [part] : [];
  });
}

const STEPS: [TargetStatus, keyof TargetDates, day: number][] = [
  ["ENTERED", "enteredOn", 0],
  ["REPORTED", "reportedOn", 40],
  ["HEARD", "heardOn", 50],
  ["FED_BACK", "fedBackOn", 57],
  ["RECTIFYING", "rectificationStartedOn", 62],
  ["EVALUATED", "evaluatedOn", 180],
  ["ARCHIVED", "archivedOn", 210],
];

function datesUpTo(status: TargetStatus, enteredOn: string): TargetDates {
  const dates: TargetDates = { enteredOn };
  for (const [step, date, day] of STEPS) {
    dates[date] = addDays(enteredOn, day);
    if (step === status) break;
  }
  return dates;
}

/** Numbers from 0 to 1, the same for the same text. */
function randomOf(text: string): () => number {
  let state = 0;
  for (const sign of text) state = (Math.imul(state, 31) + sign.charCodeAt(0)) | 0;
  return () => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
