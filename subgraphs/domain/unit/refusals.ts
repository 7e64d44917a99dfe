import type { RefusalTexts } from "../refusalTexts";

/** What may be said no to, and why: 巡察对象库. */
export const UNIT_REFUSALS = {
  UNIT_NOT_IN_REGISTER: {
    zh: "该单位当日不在巡察对象库中。",
    en: "The unit is not in the register on that day.",
    remedyZh: "请先在对象库中登记。",
    remedyEn: "Enter the unit in the register first.",
  },
  UNIT_ALREADY_REGISTERED: {
    zh: "该单位代码已登记。",
    en: "The register already holds this unit code.",
    remedyZh: "请核对代码。",
    remedyEn: "Check the code.",
  },
  UNIT_OUTSIDE_AREA: {
    zh: "该单位不在本办的管辖范围内。",
    en: "The unit is outside of the area of the office.",
    remedyZh: "只巡察所辖地区的单位；请核对单位标识。",
    remedyEn: "Inspect units of the own area only; check which unit is meant.",
  },
  UNIT_IN_USE: {
    zh: "该单位尚列入未进驻的轮次、整改未完成，或有下属单位。",
    en: "A round still plans this unit, its rectification is not completed, or units stand below it.",
    remedyZh: "请先移出轮次、完成整改、调整下属单位；由其他单位承接的，请登记承接单位。",
    remedyEn:
      "Release it, complete the rectification and move the units below first; where another unit goes on from it, name that one.",
  },
  UNIT_RELIED_ON: {
    zh: "该单位已列入轮次、已有账号或下属单位，更正须经他人核准。",
    en: "A round, an account or another unit stands on this entry; its correction needs a second person.",
    remedyZh: "请提出更正（PROPOSE_CORRECTION），由办主任核准。",
    remedyEn: "Propose the correction (PROPOSE_CORRECTION), and have the director approve it.",
  },
  INSPECTED_OUTSIDE: {
    zh: "已有巡察的进驻日不在更正后的有效期内。",
    en: "A team entered the unit on a day on which the entry would not be valid.",
    remedyZh: "请核对起止日期，或先更正进驻日期。",
    remedyEn: "Check both dates, or correct the date of the entry first.",
  },
  CORRECTION_PROPOSED: {
    zh: "已有更正的提议，待决定。",
    en: "A correction is proposed already, and waits for its decision.",
    remedyZh: "请先决定：核准（APPROVE_CORRECTION）或不予更正（REJECT_CORRECTION）。",
    remedyEn: "Have that decided first: APPROVE_CORRECTION or REJECT_CORRECTION.",
  },
  CORRECTION_NOT_PROPOSED: {
    zh: "尚未有人提出更正。",
    en: "Nobody has proposed a correction.",
    remedyZh: "请先提出更正（PROPOSE_CORRECTION）。",
    remedyEn: "Propose the correction first (PROPOSE_CORRECTION).",
  },
} as const satisfies RefusalTexts;
