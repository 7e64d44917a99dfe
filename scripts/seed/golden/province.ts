import type { RegionTree } from "../../../schema/regions/tree";
import type { BookPlan, RoundPlan, TargetPlan, UnitPlan } from "../bulk/plan";
import { addDays, countsOf, ended, rectifying } from "./counties";
import { countiesOf, REGISTER, YUNNAN } from "./register";

/** 十届省委: 14 rounds within five years. Stated: round 1 in March 2017, round 14 fed back in November 2021, what rounds 2, 3,
 * 5, 7, 13 and 14 were about. Every other day and every assignment of a county or prefecture to a round is INVENTED. */
const ENTRIES = [
  "2017-03-13",
  "2017-08-14",
  "2018-01-15",
  "2018-05-14",
  "2018-08-13",
  "2018-11-05",
  "2019-01-14",
  "2019-05-13",
  "2019-09-09",
  "2020-03-16",
  "2020-06-15",
  "2020-10-12",
  "2021-03-15",
  "2021-08-16",
] as const;
/** How many counties a round inspected, and how many prefectures, by ordinal. */
const COUNTIES: Record<number, number> = { 2: 20, 3: 20, 5: 20, 6: 7, 7: 28, 8: 7, 9: 7, 10: 7, 11: 7, 12: 6 };
const PREFECTURES: Record<number, number> = { 1: 8, 4: 8 };
/** 十三、十四轮“回头看”: findings, the clues that are the province's own, and over how many committees they are spread here. */
const LOOK_BACKS: Record<number, { findings: number; units: number; clues: number }> = {
  13: { findings: 507, units: 13, clues: 108 },
  14: { findings: 624, units: 16, clues: 158 },
};
/** The poor counties that the article names, of the 88. */
export const NAMED_COUNTIES = ["530627", "530326"];
const TEAMS_OF_ROUND_7 = 9;

const NOTES: Record<string, string> = {
  named: "文章点名的贫困县，所属轮次为编造。Named by the article; the round is invented.",
  poor: "编造的分配：文章未点名。Invented assignment: not named by the article.",
};

export function provinceBook(regions: RegionTree): BookPlan {
  const prefectures = regions.childrenOf(YUNNAN).map(({ code }) => code);
  const counties = countiesOf(regions, YUNNAN);
  const units = [...prefectures, ...counties].map((region): UnitPlan => {
    const name = `${regions.find(region)?.name}委员会`;
    return { code: `SYN-${region}`, name, kind: "DEPARTMENT", region, validFrom: REGISTER.from };
  });
  // the named ones and every second other come first, into the rounds over the poor counties
  const unnamed = counties.filter((county) => !NAMED_COUNTIES.includes(county));
  const waiting = [
    ...NAMED_COUNTIES,
    ...unnamed.filter((_, i) => i % 2 === 0),
    ...unnamed.filter((_, i) => i % 2 === 1),
  ];
  const poorRounds = [2, 3, 5, 7];
  const drawn = new Map<number, string[]>();
  for (const ordinal of [...poorRounds, 6, 8, 9, 10, 11, 12]) drawn.set(ordinal, waiting.splice(0, COUNTIES[ordinal]));
  const cities = [...prefectures];
  for (const ordinal of [1, 4]) drawn.set(ordinal, cities.splice(0, PREFECTURES[ordinal]));
  const rounds = ENTRIES.map((enteredOn, i): RoundPlan => {
    const ordinal = i + 1;
    const lookBack = LOOK_BACKS[ordinal];
    const targets = lookBack
      ? lookBackTargets(counties, enteredOn, lookBack, ordinal === 14 ? (LOOK_BACKS[13]?.findings ?? 0) : 0)
      : (drawn.get(ordinal) ?? []).map((region, place) =>
          plainTarget(region, enteredOn, ordinal, place, poorRounds.includes(ordinal)),
        );
    return {
      ordinal,
      kind: lookBack ? "LOOK_BACK" : ordinal === 7 ? "SPECIAL" : "REGULAR",
      title: `十届省委第${ordinal}轮巡视${lookBack ? "“回头看”" : ""}（合成）`,
      status: lookBack ? "RUNNING" : "CLOSED",
      documentNumber: `合成〔${enteredOn.slice(0, 4)}〕${ordinal}号`,
      authorisedOn: addDays(enteredOn, -14),
      note: lookBack
        ? "文章未说明回看哪一轮、哪些单位。Which round and units were looked back on is not stated."
        : undefined,
      clues: lookBack?.clues,
      targets,
    };
  });
  const term = { committee: "十届省委", ordinal: 10, startsOn: "2016-12-01", endsOn: "2021-12-01" };
  return { office: YUNNAN, term, units, rounds };
}

function plainTarget(region: string, enteredOn: string, ordinal: number, place: number, poor: boolean): TargetPlan {
  return {
    unit: `SYN-${region}`,
    method: null,
    status: "ARCHIVED",
    dates: ended(enteredOn, addDays(enteredOn, 75)),
    note: poor ? NOTES[NAMED_COUNTIES.includes(region) ? "named" : "poor"] : undefined,
    team: ordinal === 7 ? (place % TEAMS_OF_ROUND_7) + 1 : undefined,
  };
}

/** The province's own: it submits to nobody. Nothing is stated of what became of them. */
function lookBackTargets(
  counties: readonly string[],
  enteredOn: string,
  { findings, units }: { findings: number; units: number },
  before: number,
): TargetPlan[] {
  return Array.from({ length: units }, (_, i): TargetPlan => {
    const count = Math.floor(((i + 1) * findings) / units) - Math.floor((i * findings) / units);
    const first = before + Math.floor((i * findings) / units);
    const unit = `SYN-${counties[Math.floor((i * counties.length) / units)]}`;
    const statuses = Array.from({ length: count }, () => "RECTIFYING" as const);
    return {
      ...rectifying(enteredOn),
      submittedOn: undefined,
      unit,
      method: null,
      findings: countsOf(statuses, first),
    };
  });
}
