import type { RegionTree } from "../../../schema/regions/tree";
import type { ActionPlan, BookPlan, RoundPlan, TargetPlan, UnitPlan } from "../bulk/plan";
import { addDays, countsOf, ended, rectifying } from "./counties";
import { REGISTER, villageUnit } from "./register";

/** The counties of 平顶山 that one page of its newspaper tells of. Its year is inferred from its content: 2023. */
export const WEIDONG = "410403";
export const SHILONG = "410404";
export const YE = "410422";
export const LUSHAN = "410423";
export const JIA = "410425";
/** what the article counts of Jia's immediate actions */
export const [WELL, PUMP] = ["机井", "水泵"];

const TERM = { committee: "本届党委", ordinal: 1, startsOn: "2021-09-01", endsOn: null };
/** Two streets are named, the third is INVENTED. */
const WEIDONG_STREETS = ["410403011", "410403002", "410403005"];
/** Two towns are named, the other four are INVENTED. */
const YE_TOWNSHIPS = ["410422109", "410422101", "410422002", "410422103", "410422203", "410422204"];

export function pingdingshanBooks(regions: RegionTree): BookPlan[] {
  return [weidong(regions), ye(regions), shilong(), lushan(), jia()];
}

function weidong(regions: RegionTree): BookPlan {
  const villages = around(regions, WEIDONG_STREETS, 15);
  const round = inspection("2023-02-27", "2023-04-12", {
    note: "6个组、3个街道、15个村和起止日期出自文章；年份为推断，其余为编造。Teams, streets, villages and days are stated; the year is inferred, the rest invented.",
    targets: villages.map((village, i) => ({ unit: `SYN-${village}`, team: (i % 6) + 1 })),
  });
  return { office: WEIDONG, term: TERM, units: villages.map((village) => unitOf(regions, village)), rounds: [round] };
}

/** 为期40天的乡村一体巡: the townships with their villages. */
function ye(regions: RegionTree): BookPlan {
  const inspected = [...YE_TOWNSHIPS, ...around(regions, YE_TOWNSHIPS, 91)];
  const round = inspection("2023-03-08", "2023-04-16", {
    note: "6个乡镇、91个村、3月8日起40天出自文章；年份为推断，其余为编造。Townships, villages and days are stated; the year is inferred, the rest invented.",
    targets: inspected.map((region) => ({ unit: `SYN-${region}`, method: "INTEGRATED" as const })),
  });
  return { office: YE, term: TERM, units: inspected.map((region) => unitOf(regions, region)), rounds: [round] };
}

/** 17家区直单位党组织, 318 findings, 20 clues, which are declared to the city. */
function shilong(): BookPlan {
  const [units, findings] = [17, 318];
  const codes = Array.from({ length: units }, (_, i) => `SYN-${SHILONG}-${String(i + 1).padStart(2, "0")}`);
  const at = (i: number) => Math.floor((i * findings) / units);
  const targets = codes.map((unit, i): TargetPlan => {
    const statuses = Array.from({ length: at(i + 1) - at(i) }, () => "RECTIFYING" as const);
    return { ...rectifying("2022-09-05"), unit, method: null, findings: countsOf(statuses, at(i)) };
  });
  return {
    office: SHILONG,
    term: TERM,
    units: codes.map((code, i) => ({
      code,
      name: `石龙区区直单位党组织${i + 1}（合成名）`,
      kind: "DEPARTMENT",
      region: SHILONG,
      validFrom: REGISTER.from,
    })),
    rounds: [
      {
        ordinal: 1,
        kind: "REGULAR",
        title: "对区直单位的常规巡察（合成）",
        status: "RUNNING",
        documentNumber: "合成〔2022〕1号",
        authorisedOn: "2022-08-29",
        note: "17个单位、318个问题和20件线索出自文章，轮次和日期为编造。Units, findings and clues are stated, round and dates invented.",
        clues: 20,
        targets,
      },
    ],
  };
}

/** “立行立改问题3个，现场交办事项5件，收缴不规范资金4万余元”; 30户130余人 are of one of them, which one is not stated. */
function lushan(): BookPlan {
  const brought = {
    recoveredFen: { count: 40_000_00, qualifier: "AT_LEAST" as const },
    people: { count: 130, qualifier: "AT_LEAST" as const },
    households: { count: 30, qualifier: "EXACT" as const },
  };
  return atOnce(LUSHAN, "2023-03-08", "鲁山县", [
    { kind: "RECTIFY_AT_ONCE", count: 3, brought },
    { kind: "ON_SITE_ASSIGNMENT", count: 5 },
  ]);
}

/** “已完成10眼机井地埋管漏水维修，更换两个不配套水泵” */
function jia(): BookPlan {
  return atOnce(JIA, "2023-03-01", "郏县", [
    { kind: "RECTIFY_WHILE_INSPECTING", count: 10, thing: WELL },
    { kind: "RECTIFY_WHILE_INSPECTING", count: 2, thing: PUMP },
  ]);
}

function atOnce(office: string, enteredOn: string, name: string, actions: ActionPlan[]): BookPlan {
  const unit = `SYN-${office}-01`;
  const round = inspection(enteredOn, addDays(enteredOn, 39), {
    note: "立行立改等事项的数字出自文章；单位、日期为编造，年份为推断。The actions' figures are stated; unit and days are invented, the year is inferred.",
    targets: [{ unit, actions }],
  });
  const entry: UnitPlan = {
    code: unit,
    name: `${name}被巡察党组织（合成名）`,
    kind: "DEPARTMENT",
    region: office,
    validFrom: TERM.startsOn,
  };
  return { office, term: TERM, units: [entry], rounds: [round] };
}

function inspection(
  startsOn: string,
  endsOn: string,
  { note, targets }: { note: string; targets: (Pick<TargetPlan, "unit"> & Partial<TargetPlan>)[] },
): RoundPlan {
  return {
    ordinal: 1,
    kind: "REGULAR",
    title: "对村（社区）的巡察（合成）",
    status: "CLOSED",
    documentNumber: "合成〔2023〕1号",
    authorisedOn: startsOn,
    startsOn,
    endsOn,
    note,
    targets: targets.map((target) => ({
      method: null,
      status: "ARCHIVED",
      dates: ended(startsOn, endsOn),
      ...target,
    })),
  };
}

/** So many villages, taken from the townships in turn. */
function around(regions: RegionTree, townships: readonly string[], count: number): string[] {
  const villages = townships.map((township) => regions.childrenOf(township).map(({ code }) => code));
  const longest = Math.max(...villages.map(({ length }) => length));
  const inTurn = Array.from({ length: longest }, (_, i) => villages.flatMap((own) => own[i] ?? [])).flat();
  if (inTurn.length < count) throw new Error(`the region tree has only ${inTurn.length} villages in ${townships}`);
  return inTurn.slice(0, count).sort();
}

function unitOf(regions: RegionTree, region: string): UnitPlan {
  const unit = villageUnit(regions, region, REGISTER.from);
  return region.length === 9 ? { ...unit, kind: "TOWNSHIP" } : unit;
}
