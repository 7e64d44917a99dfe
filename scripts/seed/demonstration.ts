import { isUnder } from "../../schema/contract/regionCode";
import type { Tier } from "../../schema/contract/tier";
import type { FindingCommand } from "../../subgraphs/domain/finding/finding";
import type { UnitKind } from "../../subgraphs/domain/office/office";
import type { Method } from "../../subgraphs/domain/round/round";

/** Rounds of the fictional province 99 beside the one that the story tells, as a table. Nothing in it concerns a real place,
 * and every row is marked synthetic. The seed carries it out through the ordinary operations. */
export interface DemonstrationRound {
  tier: Tier;
  office: string;
  ordinal: number;
  title: string;
  method: Method;
  /** the name in its document numbers, such as 示天巡 in 示天巡〔2026〕1号 */
  documents: string;
  /** how many days before the first start each step was, as far as the round has come */
  daysAgo: {
    authorised: number;
    entered?: number;
    reported?: number;
    heard?: number;
    fedBack?: number;
    rectifying?: number;
    claimed?: number;
  };
  /** region codes of the units; the unit is the organisation of that place */
  units: string[];
  /** 提级: the office that keeps them in its register, and under which codes */
  upgraded?: { office: string; codes: string[] };
  findings: DemonstrationFinding[];
  submits: boolean;
}

interface DemonstrationFinding {
  /** place in `units` */
  unit: number;
  title: string;
  description: string;
  focus: string;
  category: string;
  /** steps after the feedback */
  afterFeedback?: FindingCommand[];
}

/** The code of a round's unit in the register of its office. */
export function unitCodeOf({ office, ordinal }: Pick<DemonstrationRound, "office" | "ordinal">, place: number): string {
  return `${office}-${ordinal}-${place + 1}`;
}

/** The place of the unit above another one, the nearest, where the same round has one. */
export function superiorOf(units: readonly string[], place: number): number | undefined {
  const region = units[place] as string;
  const above = units.filter((other) => other !== region && isUnder(region, other));
  const [nearest] = above.sort((a, b) => b.length - a.length);
  return nearest === undefined ? undefined : units.indexOf(nearest);
}

const done: FindingCommand[] = ["CLAIM", "VERIFY", "CLOSE"];
const verified: FindingCommand[] = ["CLAIM", "VERIFY"];

export const UNIT_KIND_OF_LENGTH: Record<number, UnitKind> = {
  12: "VILLAGE",
  9: "TOWNSHIP",
  6: "DEPARTMENT",
  4: "DEPARTMENT",
};

export const demonstrationRounds: DemonstrationRound[] = [
  {
    tier: "COUNTY",
    office: "990101",
    ordinal: 2,
    title: "示例天区第二轮巡察（演示，整改中）",
    method: "DIRECT_VILLAGE",
    documents: "示天巡",
    daysAgo: { authorised: 170, entered: 160, reported: 120, heard: 100, fedBack: 45, rectifying: 44, claimed: 5 },
    units: ["990101002001", "990101002002"],
    findings: [
      {
        unit: 0,
        title: "“四议两公开”记录缺项",
        description: "两次会议缺少结果公开的记录。（演示数据）",
        focus: "GRASSROOTS_ORGANISATION",
        category: "议事决策",
        afterFeedback: ["CLAIM"],
      },
      {
        unit: 0,
        title: "集体收入入账不及时",
        description: "两笔场地租金收入超过一个月才入账。（演示数据）",
        focus: "CORRUPTION_NEAR_PEOPLE",
        category: "村集体“三资”",
        afterFeedback: [],
      },
      {
        unit: 1,
        title: "公益岗位考勤记录不完整",
        description: "抽查的一个月中有六天没有考勤记录。（演示数据）",
        focus: "GRASSROOTS_POLICY",
        category: "公益岗位",
        afterFeedback: done,
      },
    ],
    submits: true,
  },
  {
    tier: "COUNTY",
    office: "990101",
    ordinal: 4,
    title: "示例天区第四轮巡察（演示，进行中）",
    method: "DIRECT_VILLAGE",
    documents: "示天巡",
    daysAgo: { authorised: 21, entered: 12 },
    units: ["990101003001"],
    findings: [
      {
        unit: 0,
        title: "饮水工程管护责任未落实",
        description: "管护公约已签，未明确巡查频次。（演示数据，草稿）",
        focus: "GRASSROOTS_POLICY",
        category: "工程项目",
      },
    ],
    submits: false,
  },
  {
    tier: "COUNTY",
    office: "990102",
    ordinal: 1,
    title: "示例地县第一轮巡察（演示）",
    method: "DIRECT_VILLAGE",
    documents: "示地巡",
    daysAgo: { authorised: 250, entered: 243, reported: 211, heard: 197, fedBack: 190, rectifying: 183, claimed: 90 },
    units: ["990102001001", "990102002001"],
    findings: [
      {
        unit: 0,
        title: "集体收入入账不及时",
        description: "两笔场地租金收入超过一个月才入账。（演示数据）",
        focus: "CORRUPTION_NEAR_PEOPLE",
        category: "村集体“三资”",
        afterFeedback: verified,
      },
      {
        unit: 1,
        title: "公益岗位考勤记录不完整",
        description: "抽查的一个月中有六天没有考勤记录。（演示数据）",
        focus: "GRASSROOTS_POLICY",
        category: "公益岗位",
        afterFeedback: [],
      },
    ],
    submits: true,
  },
  {
    tier: "CITY",
    office: "9901",
    ordinal: 1,
    title: "示例甲市第一轮巡察（演示）",
    method: "INTEGRATED",
    documents: "示甲巡",
    daysAgo: { authorised: 290, entered: 270, reported: 226, heard: 212, fedBack: 200, rectifying: 195, claimed: 90 },
    units: ["990103"],
    findings: [
      {
        unit: 0,
        title: "重点任务分解后缺少跟踪",
        description: "年度重点任务分解到科室后没有中期检查。（演示数据）",
        focus: "POLICY_IMPLEMENTATION",
        category: "重大部署",
        afterFeedback: verified,
      },
      {
        unit: 0,
        title: "上轮巡察整改措施未形成长效",
        description: "三项整改只有一次性措施，没有制度。（演示数据）",
        focus: "PRIOR_RECTIFICATION",
        category: "整改落实",
        afterFeedback: [],
      },
    ],
    submits: true,
  },
  {
    tier: "CITY",
    office: "9901",
    ordinal: 2,
    title: "示例甲市第二轮巡察（提级，演示）",
    method: "DIRECT_VILLAGE",
    documents: "示甲巡",
    daysAgo: { authorised: 75, entered: 70, reported: 40, heard: 30, fedBack: 9, rectifying: 8 },
    units: ["990101001001"],
    upgraded: { office: "990101", codes: ["990101-1-2"] },
    findings: [
      {
        unit: 0,
        title: "村级工程验收资料不齐",
        description: "一项小型工程的验收资料缺少监督小组的签字页。（演示数据）",
        focus: "GRASSROOTS_POLICY",
        category: "工程项目",
        afterFeedback: [],
      },
    ],
    submits: true,
  },
  {
    tier: "PROVINCE",
    office: "99",
    ordinal: 1,
    title: "虚构省第一轮巡视（演示）",
    method: "INTEGRATED",
    documents: "虚巡",
    daysAgo: { authorised: 310, entered: 270, reported: 219, heard: 206, fedBack: 195, rectifying: 188 },
    units: ["9902"],
    findings: [
      {
        unit: 0,
        title: "基层减负清单执行不平衡",
        description: "两个部门仍保留清单之外的月报。（演示数据）",
        focus: "POLICY_IMPLEMENTATION",
        category: "重大部署",
        afterFeedback: [],
      },
    ],
    submits: true,
  },
];
