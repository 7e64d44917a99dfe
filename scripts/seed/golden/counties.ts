import type { RegionTree } from "../../../schema/regions/tree";
import { ROUNDS as JINNING_ROUNDS, villagesOf as jinningVillages } from "../../jinning/book";
import type { BookPlan, FindingsPlan, RoundPlan, TargetDates, TargetPlan } from "../bulk/plan";
import { countiesOf, JINNING, outsideRegister, REGISTER, villagesOf, villageUnit, YUNNAN } from "./register";

/** “上一届党委任期内”: the term of the coverage. Where an article names the committee after it, this is the one before;
 * all days are invented. */
const LAST_TERM = { ordinal: 1, startsOn: "2016-07-01", endsOn: "2021-07-01" };
const COMMITTEES: Record<string, [last: string, present: string]> = {
  [JINNING]: ["一届区委", "二届区委"],
  "530825": ["十三届县委", "十四届县委"],
  "530925": ["十三届县委", "十四届县委"],
  "532925": ["十二届县委", "十三届县委"],
};
export const PRESENT_TERM = { ordinal: 2, startsOn: "2021-07-01", endsOn: null };

/** The villages of the articles' register, each inspected in the last term: one round a county, which no article tells of. */
export function coverageBooks(regions: RegionTree): BookPlan[] {
  const outside = outsideRegister(regions);
  return countiesOf(regions, YUNNAN).map((office) => {
    const [committee] = COMMITTEES[office] ?? ["上一届党委"];
    const villages = villagesOf(regions, office);
    return {
      office,
      term: { committee, ...LAST_TERM },
      units: villages.map((village) =>
        villageUnit(regions, village, outside.has(village) ? REGISTER.treeAsOf : REGISTER.from),
      ),
      rounds: [coverageRound(villages.filter((village) => !outside.has(village)))],
    };
  });
}

function coverageRound(villages: readonly string[]): RoundPlan {
  const unit = (village: string): TargetPlan => ({
    unit: `SYN-${village}`,
    method: "DIRECT_VILLAGE",
    status: "ARCHIVED",
    dates: ended("2019-03-04", "2019-12-20"),
  });
  return {
    ordinal: 1,
    kind: "REGULAR",
    title: "上一届对村（社区）巡察（合成）",
    status: "CLOSED",
    documentNumber: "合成〔2019〕1号",
    authorisedOn: "2019-02-25",
    note: "文章只有覆盖总数，轮次和日期为编造。Only the total is stated; round and dates are invented.",
    targets: villages.map(unit),
  };
}

/** An inspection of which nothing more is stated than that it was: no clock runs on. */
export function ended(enteredOn: string, endedOn: string): TargetDates {
  return { enteredOn, reportedOn: endedOn, heardOn: endedOn, archivedOn: endedOn };
}

/** 二届晋宁区委: nine rounds over 108 villages, after the same table as `npm run jinning`. */
export function jinningBook(regions: RegionTree): BookPlan {
  const villages = jinningVillages(regions);
  let serial = 0;
  const rounds = JINNING_ROUNDS.map((plan, i): RoundPlan => {
    const own = villages[i] ?? [];
    const kinds: [FindingsPlan["status"], number][] = [
      ["CLOSED", plan.closed],
      ["VERIFIED", plan.verified],
      // what is claimed is not done; no article says that a claim waits
      ["RECTIFYING", plan.findings - plan.closed - plan.verified],
    ];
    const statuses = kinds.flatMap(([status, count]) => Array.from({ length: count }, () => status));
    return {
      ordinal: plan.ordinal,
      kind: "REGULAR",
      title: `二届区委第${plan.ordinal}轮巡察（合成）`,
      status: "RUNNING",
      documentNumber: `合成〔${plan.enteredOn.slice(0, 4)}〕${plan.ordinal}号`,
      authorisedOn: addDays(plan.enteredOn, -7),
      targets: own.map(({ region }, place): TargetPlan => {
        const mine = statuses.filter((_, at) => at % own.length === place);
        const from = serial;
        serial += mine.length;
        return {
          ...rectifying(plan.enteredOn),
          unit: `SYN-${region}`,
          method: "DIRECT_VILLAGE",
          findings: countsOf(mine, from),
        };
      }),
    };
  });
  return { office: JINNING, term: { committee: "二届区委", ...PRESENT_TERM }, units: [], rounds };
}

/** Fed back, in rectification and evaluated once: what is open goes on, and no clock that an article does not know of. */
export function rectifying(enteredOn: string): Pick<TargetPlan, "status" | "dates" | "submittedOn" | "rectification"> {
  return {
    status: "EVALUATED",
    dates: {
      enteredOn,
      reportedOn: addDays(enteredOn, 40),
      heardOn: addDays(enteredOn, 50),
      fedBackOn: addDays(enteredOn, 57),
      rectificationStartedOn: addDays(enteredOn, 62),
      evaluatedOn: addDays(enteredOn, 180),
    },
    submittedOn: addDays(enteredOn, 60),
    rectification: "CONTINUING",
  };
}

/** Runs of equal statuses. */
export function countsOf(statuses: readonly FindingsPlan["status"][], from: number): FindingsPlan[] {
  return [...new Set(statuses)].map((status) => {
    const count = statuses.filter((each) => each === status).length;
    const part = { status, count, from };
    from += count;
    return part;
  });
}

/** 双江: 28 organisations whose rectification was evaluated by the end of a February, of rounds of 2023. */
export function shuangjiangBook(): BookPlan {
  const office = "530925";
  const codes = Array.from({ length: 28 }, (_, i) => `SYN-${office}-${String(i + 1).padStart(2, "0")}`);
  return {
    office,
    term: { committee: "十四届县委", ...PRESENT_TERM },
    units: codes.map((code, i) => ({
      code,
      name: `双江县党组织${i + 1}（合成名）`,
      kind: "DEPARTMENT",
      region: office,
      validFrom: PRESENT_TERM.startsOn,
    })),
    rounds: [
      {
        ordinal: 1,
        kind: "REGULAR",
        title: "2023年巡察（合成）",
        status: "RUNNING",
        documentNumber: "合成〔2023〕1号",
        authorisedOn: "2023-02-20",
        note: "28个党组织和评估月份出自文章，其余为编造。28 organisations and the month are stated, the rest is invented.",
        targets: codes.map((unit) => ({
          ...rectifying("2023-03-06"),
          submittedOn: undefined,
          dates: { ...rectifying("2023-03-06").dates, evaluatedOn: "2024-02-28" },
          unit,
          method: null,
        })),
      },
    ],
  };
}

/** @param date YYYY-MM-DD */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}
