import { LONG_TERM_STATUS, RECTIFIED, UNCOUNTED } from "../finding/finding";

/** What a figure means, said once: for the schema's descriptions, for whoever asks the graph, for docs/CONTEXT.md. */
interface FigureDefinition {
  zh: string;
  en: string;
}

/** Figures of a region, by the names of the schema. */
export const FIGURE_DEFINITIONS = {
  total: {
    zh: "问题总数，不含草稿、不予认定和撤销的",
    en: `findings, without ${UNCOUNTED.join(", ")}`,
  },
  open: { zh: "未完成整改 = 总数 − 完成整改 − 长期坚持", en: "total − rectified − longTerm" },
  rectified: { zh: "完成整改（已核实或已销号）", en: RECTIFIED.join(" + ") },
  longTerm: { zh: "长期坚持：措施有效且持续执行", en: LONG_TERM_STATUS },
  closureRate: {
    zh: "整改率 = 完成整改 / 总数；总数为零时为空",
    en: "rectified / total; null where total is 0",
  },
  notSubmitted: { zh: "其中未报送的（仅本办）", en: "of the total, not submitted; the own office's part only" },
  overdue: {
    zh: "逾期：未完成整改，且集中整改期限（自反馈日起，补录的自录入日起）或销号申请的核实期限已过；按查询当日及现行时限规定、工作日历推算",
    en: "open, and past the due date of the concentrated rectification (from the day on which the unit was told of the feedback) or of the review of a claim; derived at reading time from the policies and the calendar of the day",
  },
  dueSoon: {
    zh: "临期（黄色预警）：未完成整改，尚未逾期，且距集中整改或核实期限不超过时限规定的预警天数；逾期即红色预警",
    en: "yellow alerts: open, not overdue, and within the policy's days of warning before the same due date; what is overdue is the red ones",
  },
  overdueReviews: {
    zh: "逾期中待本办核实的销号申请",
    en: "of the overdue ones, claims that wait for the office's review",
  },
  longestOverdueDays: {
    zh: "最长逾期天数（自然日），无逾期则为空",
    en: "calendar days since the earliest due date that has passed; null where nothing is overdue",
  },
  rounds: { zh: "涉及轮次数", en: "distinct rounds that the findings come from" },
  units: { zh: "涉及单位数", en: "distinct units that the findings concern" },
  roundsRunning: { zh: "正在进行的轮次（已备案）", en: "filed rounds that are running" },
  due: {
    zh: "应巡察单位：对象库中现行有效的单位，无数据的也计入",
    en: "units valid in the register today, those without data included",
  },
  inspected: {
    zh: "已巡察单位：其中本届内已由本级进驻的，同一单位只计一次",
    en: "of these, entered by this tier in their office's current term; each once",
  },
  coverageRate: { zh: "覆盖率 = 已巡察 / 应巡察", en: "inspected / due; null where nothing is due" },
  upgraded: {
    zh: "提级巡察的下级单位，同一单位只计一次；不计入本级应巡察",
    en: "distinct units of the registers below that this tier inspected in their stead; not among the due ones",
  },
  offices: { zh: "应有巡察办数", en: "offices whose figures these are" },
  enrolled: { zh: "已入网", en: "offices enrolled" },
  onPaper: { zh: "由上级代录", en: "offices for which a superior enters" },
  notEnrolled: { zh: "未入网", en: "offices that take no part" },
  silent: {
    zh: "未报：已入网或代录，本届未备案任何轮次",
    en: "offices that take part and have filed nothing in their term",
  },
  late: { zh: "迟报：有已听取汇报而未报送的对象", en: "offices with a target heard and not submitted" },
  expected: { zh: "应报送：已备案并已听取汇报的对象", en: "filed targets that were heard" },
  received: { zh: "已报送：其中有现行报送版本的", en: "of these, with a submission that stands" },
  longestWaitDays: {
    zh: "听取汇报后未报送的最长天数，无则为空",
    en: "days since the oldest hearing without a submission; null where there is none",
  },
} as const satisfies Record<string, FigureDefinition>;

type FigureName = keyof typeof FIGURE_DEFINITIONS;

/** The description of a figure's field: Chinese first. */
export function describe(name: FigureName): string {
  const { zh, en } = FIGURE_DEFINITIONS[name];
  return `${zh}。${en.charAt(0).toUpperCase()}${en.slice(1)}.`;
}
