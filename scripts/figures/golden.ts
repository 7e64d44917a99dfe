import { JIA, LUSHAN, PUMP, SHILONG, WEIDONG, WELL, YE } from "../seed/golden/pingdingshan";
import { NAMED_COUNTIES } from "../seed/golden/province";
import { JINNING, YUNNAN, YUXI } from "../seed/golden/register";
import { type Answers, type Coverage, distinct, inTerm, leadersOf, type RoundAnswer, targetsOf } from "./answers";
import type { Figure } from "./figure";

const TENTH = "十届省委";

async function provinceRounds(answers: Answers, ...ordinals: number[]): Promise<RoundAnswer[]> {
  const { provinceOffice } = await answers.province(YUNNAN);
  return inTerm(provinceOffice.rounds.nodes, TENTH, ...ordinals);
}
async function countiesIn(answers: Answers, ...ordinals: number[]): Promise<string[]> {
  const codes = targetsOf(await provinceRounds(answers, ...ordinals)).map(({ region }) => region.code);
  return [...new Set(codes.filter((code) => code.length === 6))];
}
const findingsOf = (rounds: readonly RoundAnswer[]) =>
  rounds.reduce((sum, { figures }) => sum + (figures?.total ?? 0), 0);
/** What was declared of rounds: nobody counts clues. */
const cluesOf = (rounds: readonly RoundAnswer[]) =>
  rounds.reduce((sum, { declaredClues }) => sum + (declaredClues?.declared ?? 0), 0);
const percent = (share: number, digits: number) => Math.round(share * 100 * 10 ** digits) / 10 ** digits;

/** Of the terms that have ended: 上一届. */
const ended = (terms: { endsOn: string | null; coverage: Coverage }[]) =>
  terms.filter(({ endsOn }) => endsOn).map(({ coverage }) => coverage);
const sumOf = (coverages: readonly Coverage[], count: keyof Coverage) =>
  coverages.reduce((sum, each) => sum + each[count], 0);

async function villagesOf(answers: Answers, ...cities: string[]): Promise<Coverage[]> {
  const coverages: Coverage[] = [];
  for (const city of cities) {
    const { cityOffice } = await answers.city(city);
    coverages.push(...cityOffice.counties.flatMap(({ terms }) => ended(terms)));
  }
  return coverages;
}
async function citiesOf(answers: Answers): Promise<string[]> {
  return (await answers.province(YUNNAN)).region.children.map(({ code }) => code);
}
async function cityUnits(answers: Answers, ...cities: string[]): Promise<Coverage[]> {
  const coverages: Coverage[] = [];
  // one after the other: asked at once, they are all that a person may have waiting, and on a busy machine too much
  for (const city of cities) coverages.push(...ended((await answers.city(city)).cityOffice.terms));
  return coverages;
}
async function provinceUnits(answers: Answers): Promise<Coverage[]> {
  return ended((await answers.province(YUNNAN)).provinceOffice.terms);
}
const isCovered = (coverages: readonly Coverage[]) =>
  sumOf(coverages, "due") > 0 && sumOf(coverages, "due") === sumOf(coverages, "inspected");

const province: Figure[] = [
  {
    ...{ name: "round 13, findings", article: "S1", stated: "507", expected: 507 },
    ask: async (answers) => findingsOf(await provinceRounds(answers, 13)),
  },
  {
    ...{ name: "round 14, findings", article: "S1", stated: "624", expected: 624 },
    ask: async (answers) => findingsOf(await provinceRounds(answers, 14)),
  },
  {
    ...{ name: "rounds 13 and 14, findings", article: "S1", stated: "507 + 624", expected: 1131, derived: true },
    ask: async (answers) => findingsOf(await provinceRounds(answers, 13, 14)),
  },
  {
    ...{ name: "round 14 against round 13, %", article: "S1", stated: "624 / 507 - 1", expected: 23.1, derived: true },
    ask: async (answers) => {
      const [last, present] = [await provinceRounds(answers, 13), await provinceRounds(answers, 14)].map(findingsOf);
      return percent((present as number) / (last as number) - 1, 1);
    },
  },
  {
    ...{ name: "round 13, clues", article: "S1", stated: "108", expected: 108 },
    ask: async (answers) => cluesOf(await provinceRounds(answers, 13)),
  },
  {
    ...{ name: "round 14, clues", article: "S1", stated: "158", expected: 158 },
    ask: async (answers) => cluesOf(await provinceRounds(answers, 14)),
  },
  {
    ...{ name: "rounds 13 and 14, clues", article: "S1", stated: "108 + 158", expected: 266, derived: true },
    ask: async (answers) => cluesOf(await provinceRounds(answers, 13, 14)),
  },
  {
    ...{
      name: "round 14 against round 13, clues, %",
      article: "S1",
      stated: "158 / 108 - 1",
      expected: 46.3,
      derived: true,
    },
    ask: async (answers) => {
      const [last, present] = [await provinceRounds(answers, 13), await provinceRounds(answers, 14)].map(cluesOf);
      return percent((present as number) / (last as number) - 1, 1);
    },
  },
  {
    ...{ name: "rounds of the term", article: "S1", stated: "14", expected: 14 },
    ask: async (answers) => (await provinceRounds(answers)).length,
  },
  {
    ...{ name: "years of the rounds", article: "S1", stated: "5 (2017-2021)", expected: 5 },
    ask: async (answers) => {
      const days = (await provinceRounds(answers)).map(({ authorisedOn = "" }) => authorisedOn).sort();
      return Number(days.at(-1)?.slice(0, 4)) - Number(days[0]?.slice(0, 4)) + 1;
    },
  },
  {
    ...{ name: "poor counties of rounds 2, 3 and 5", article: "S1", stated: "60", expected: 60 },
    ask: async (answers) => (await countiesIn(answers, 2, 3, 5)).length,
  },
  {
    ...{ name: "poor counties of round 7", article: "S1", stated: "28", expected: 28 },
    ask: async (answers) => (await countiesIn(answers, 7)).length,
  },
  {
    ...{ name: "poor counties of all four, disjoint", article: "S1", stated: "60 + 28", expected: 88, derived: true },
    ask: async (answers) => (await countiesIn(answers, 2, 3, 5, 7)).length,
  },
  {
    ...{ name: "of these, named: 镇雄, 会泽", article: "S1", stated: "2", expected: 2 },
    ask: async (answers) => {
      const counties = await countiesIn(answers, 2, 3, 5, 7);
      return NAMED_COUNTIES.filter((code) => counties.includes(code)).length;
    },
  },
  {
    ...{
      name: "of these, marked as invented assignments",
      article: "S1",
      stated: "88 - 2",
      expected: 86,
      derived: true,
    },
    ask: async (answers) =>
      targetsOf(await provinceRounds(answers, 2, 3, 5, 7)).filter(({ note }) => note?.includes("Invented")).length,
  },
  {
    ...{ name: "teams of round 7", article: "S1", stated: "9", expected: 9 },
    ask: async (answers) => leadersOf(await provinceRounds(answers, 7)).length,
  },
  {
    ...{ name: "prefectures", article: "S1", stated: "16", expected: 16 },
    ask: async (answers) => (await citiesOf(answers)).length,
  },
  {
    ...{
      name: "prefectures covered in the term",
      article: "S1",
      stated: "三级全覆盖, 16",
      expected: 16,
      derived: true,
    },
    ask: async (answers) => {
      const targets = targetsOf(await provinceRounds(answers));
      return distinct(
        targets.filter(({ region }) => region.code.length === 4),
        ({ region }) => region.code,
      );
    },
  },
  {
    ...{ name: "tiers that have covered all of their register", article: "S1", stated: "3", expected: 3 },
    ask: async (answers) => {
      const cities = await citiesOf(answers);
      const tiers = [
        await provinceUnits(answers),
        await cityUnits(answers, ...cities),
        await villagesOf(answers, ...cities),
      ];
      return tiers.filter(isCovered).length;
    },
  },
];

const villages: Figure[] = [
  {
    ...{ name: "villages covered", article: "S0", stated: "14466", expected: 14_466 },
    ask: async (answers) => sumOf(await villagesOf(answers, ...(await citiesOf(answers))), "inspected"),
  },
  {
    ...{ name: "villages of the register", article: "S0", stated: "14466 (全覆盖)", expected: 14_466, derived: true },
    ask: async (answers) => sumOf(await villagesOf(answers, ...(await citiesOf(answers))), "due"),
  },
  {
    ...{ name: "Yuxi, organisations covered", article: "S0", stated: "101", expected: 101 },
    ask: async (answers) => sumOf(await cityUnits(answers, YUXI), "inspected"),
  },
  {
    ...{ name: "Yuxi, villages covered", article: "S0", stated: "704", expected: 704 },
    ask: async (answers) => sumOf(await villagesOf(answers, YUXI), "inspected"),
  },
  {
    ...{ name: "Yuxi's share of the villages, %", article: "S0", stated: "704 / 14466", expected: 4.87, derived: true },
    ask: async (answers) => {
      const all = sumOf(await villagesOf(answers, ...(await citiesOf(answers))), "inspected");
      return percent(sumOf(await villagesOf(answers, YUXI), "inspected") / all, 2);
    },
  },
];

async function jinning(answers: Answers): Promise<RoundAnswer[]> {
  const { countyOffice } = await answers.countyFrom(`province:${YUNNAN}`, JINNING);
  return inTerm(countyOffice.rounds.nodes, "二届区委");
}
const rectifiedOf = (rounds: readonly RoundAnswer[]) =>
  rounds.reduce((sum, { figures }) => sum + (figures?.rectified ?? 0), 0);
const unitsOf = (rounds: readonly RoundAnswer[], kind?: string) =>
  distinct(
    targetsOf(rounds).filter(({ unit }) => !kind || unit?.kind === kind),
    ({ region, unit }) => unit?.id ?? region.code,
  );

const counties: Figure[] = [
  {
    ...{ name: "Jinning, rounds", article: "S2", stated: "9", expected: 9 },
    ask: async (answers) => (await jinning(answers)).length,
  },
  {
    ...{ name: "Jinning, village organisations", article: "S2", stated: "108", expected: 108 },
    ask: async (answers) => unitsOf(await jinning(answers), "VILLAGE"),
  },
  {
    ...{ name: "Jinning, findings", article: "S2", stated: "3058", expected: 3058 },
    ask: async (answers) => findingsOf(await jinning(answers)),
  },
  {
    ...{ name: "Jinning, rectified", article: "S2", stated: "2473", expected: 2473 },
    ask: async (answers) => rectifiedOf(await jinning(answers)),
  },
  {
    ...{ name: "Jinning, open", article: "S2", stated: "3058 - 2473", expected: 585, derived: true },
    ask: async (answers) => findingsOf(await jinning(answers)) - rectifiedOf(await jinning(answers)),
  },
  {
    ...{ name: "Jinning, closure rate, %", article: "S2", stated: "2473 / 3058", expected: 80.87, derived: true },
    ask: async (answers) => percent(rectifiedOf(await jinning(answers)) / findingsOf(await jinning(answers)), 2),
  },
  {
    ...{ name: "Shuangjiang, organisations evaluated", article: "S2", stated: "28", expected: 28 },
    ask: async (answers) => {
      const { countyOffice } = await answers.county("530925");
      return targetsOf(countyOffice.rounds.nodes).filter(({ rectification }) =>
        rectification?.evaluatedOn?.startsWith("2024-02"),
      ).length;
    },
  },
];

async function roundsOf(answers: Answers, office: string): Promise<RoundAnswer[]> {
  return inTerm((await answers.county(office)).countyOffice.rounds.nodes, "本届党委");
}
/** Townships or streets of the targets' regions. */
const townshipsOf = (rounds: readonly RoundAnswer[]) =>
  distinct(targetsOf(rounds), ({ region }) => region.code.slice(0, 9));

const pingdingshan: Figure[] = [
  {
    ...{ name: "Weidong, teams", article: "S4", stated: "6", expected: 6 },
    ask: async (answers) => leadersOf(await roundsOf(answers, WEIDONG)).length,
  },
  {
    ...{ name: "Weidong, streets", article: "S4", stated: "3", expected: 3 },
    ask: async (answers) => townshipsOf(await roundsOf(answers, WEIDONG)),
  },
  {
    ...{ name: "Weidong, villages", article: "S4", stated: "15", expected: 15 },
    ask: async (answers) => unitsOf(await roundsOf(answers, WEIDONG), "VILLAGE"),
  },
  {
    ...{ name: "Weidong, days", article: "S4", stated: "27 Feb - 12 Apr", expected: 45, derived: true },
    ask: async (answers) => daysFrom(await roundsOf(answers, WEIDONG), "02-27", "04-12"),
  },
  {
    ...{ name: "Ye county, townships", article: "S4", stated: "6", expected: 6 },
    ask: async (answers) => unitsOf(await roundsOf(answers, YE), "TOWNSHIP"),
  },
  {
    ...{ name: "Ye county, villages", article: "S4", stated: "91", expected: 91 },
    ask: async (answers) => unitsOf(await roundsOf(answers, YE), "VILLAGE"),
  },
  {
    ...{ name: "Ye county, days from 8 Mar", article: "S4", stated: "40", expected: 40 },
    ask: async (answers) => daysFrom(await roundsOf(answers, YE), "03-08"),
  },
  {
    ...{ name: "Shilong, findings", article: "S4", stated: "318", expected: 318 },
    ask: async (answers) => findingsOf((await answers.countyFrom("city:4104", SHILONG)).countyOffice.rounds.nodes),
  },
  {
    ...{ name: "Shilong, clues declared to the city", article: "S4", stated: "20", expected: 20 },
    ask: async (answers) => cluesOf((await answers.countyFrom("city:4104", SHILONG)).countyOffice.rounds.nodes),
  },
  {
    ...{ name: "Shilong, units", article: "S4", stated: "17", expected: 17 },
    ask: async (answers) => unitsOf((await answers.countyFrom("city:4104", SHILONG)).countyOffice.rounds.nodes),
  },
];

async function actionsOf(answers: Answers, office: string, kind: string): Promise<number> {
  const { kinds } = (await answers.actions(office)).countyOffice.immediateActionFigures;
  return kinds.find((each) => each.kind === kind)?.confirmed ?? 0;
}
async function thingsOf(answers: Answers, thing: string): Promise<number> {
  const { nodes } = (await answers.actions(JIA)).countyOffice.immediateActions;
  return nodes.filter(({ status, description }) => status === "CONFIRMED" && description.endsWith(thing)).length;
}
/** 余、多 is said by the answer itself: a number that it calls exact is not the article's. */
const atLeast = <Said extends { qualifier: string } | null>(said: Said, count: (said: NonNullable<Said>) => number) =>
  said?.qualifier === "AT_LEAST" ? count(said) : 0;

const immediateActions: Figure[] = [
  {
    ...{ name: "Lushan, rectified at once", article: "S4", stated: "3", expected: 3 },
    ask: (answers) => actionsOf(answers, LUSHAN, "RECTIFY_AT_ONCE"),
  },
  {
    ...{ name: "Lushan, assigned on site", article: "S4", stated: "5", expected: 5 },
    ask: (answers) => actionsOf(answers, LUSHAN, "ON_SITE_ASSIGNMENT"),
  },
  {
    ...{ name: "Lushan, recovered, CNY", article: "S4", stated: "4万余", expected: 40_000, atLeast: true },
    ask: async (answers) =>
      atLeast((await answers.actions(LUSHAN)).countyOffice.immediateActionFigures.recovered, ({ amount }) =>
        Number(amount),
      ),
  },
  {
    ...{ name: "Lushan, households", article: "S4", stated: "30", expected: 30 },
    ask: async (answers) =>
      (await answers.actions(LUSHAN)).countyOffice.immediateActionFigures.householdsHelped?.count ?? 0,
  },
  {
    ...{ name: "Lushan, people", article: "S4", stated: "130余", expected: 130, atLeast: true },
    ask: async (answers) =>
      atLeast((await answers.actions(LUSHAN)).countyOffice.immediateActionFigures.peopleHelped, ({ count }) => count),
  },
  {
    ...{ name: "Jia county, wells repaired", article: "S4", stated: "10", expected: 10 },
    ask: (answers) => thingsOf(answers, WELL),
  },
  {
    ...{ name: "Jia county, pumps replaced", article: "S4", stated: "2", expected: 2 },
    ask: (answers) => thingsOf(answers, PUMP),
  },
];

/** Length of the period of the one round that begins (and ends) on the days of the year; 0 where there is none. */
function daysFrom([round]: readonly RoundAnswer[], startsOn: string, endsOn = ""): number {
  const stands = round?.startsOn?.slice(5) === startsOn && round.endsOn?.endsWith(endsOn);
  return (stands && round?.days) || 0;
}

export const FIGURES: readonly Figure[] = [...province, ...villages, ...counties, ...pingdingshan, ...immediateActions];
