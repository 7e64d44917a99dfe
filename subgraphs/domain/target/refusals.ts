import type { RefusalTexts } from "../refusalTexts";

/** What may be said no to, and why: 巡察对象. */
export const TARGET_REFUSALS = {
  ENTRY_BEFORE_ROUND: {
    zh: "进驻日期早于本轮计划的首日。",
    en: "The day of the entry lies before the first day that is planned for the round.",
    remedyZh: "请核对进驻日期；确已提前进驻的，请先更正轮次的起始日期。",
    remedyEn: "Check the day of the entry; where the team did enter earlier, correct the round's first day before.",
  },
  TARGET_NOT_ENTERED: {
    zh: "巡察组不在驻期，不能记录问题。",
    en: "The team is not with the unit; no finding can be recorded.",
    remedyZh: "进驻之后、报告之前方可记录。",
    remedyEn: "Record findings after the entry and before the report.",
  },
  FINDINGS_NOT_REPORTED: {
    zh: "尚有问题未列入报告。",
    en: "Some findings are not in the report yet.",
    remedyZh: "请将其报告或不予认定。",
    remedyEn: "Report or dismiss each of them.",
  },
  HEARING_REQUIRED: {
    zh: "须记录听取汇报的会议、日期和文号。",
    en: "The hearing's body, date and document number are required.",
    remedyZh: "请填写 hearing。",
    remedyEn: "Fill in `hearing`.",
  },
  FINDINGS_STILL_OPEN: {
    zh: "尚有问题未销号，也未列入长期坚持。",
    en: "Some findings are neither closed nor marked as long-term.",
    remedyZh: "请先将其余问题逐一核实并销号，或列入长期坚持，再认定整改完成或归档；尚需时间的，可认定为继续整改。",
    remedyEn:
      "Verify and close each of them, or mark its remedy as long-term, before it is completed or archived; where more time is needed, let the rectification continue.",
  },
  TARGET_ALREADY_HEARD: {
    zh: "领导小组已听取汇报，巡察组的工作已经结束。",
    en: "The leading group has heard the report; the team's work is over.",
    remedyZh: "听取汇报之前方可组建巡察组。",
    remedyEn: "Appoint the team before the hearing.",
  },
  TARGET_NOT_HEARD: {
    zh: "领导小组尚未听取汇报，不能报送。",
    en: "The leading group has not heard the report; nothing can be submitted.",
    remedyZh: "听取汇报之后方可报送。",
    remedyEn: "Submit after the hearing.",
  },
} as const satisfies RefusalTexts;
