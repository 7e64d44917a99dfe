import type { RefusalTexts } from "../refusalTexts";

/** What may be said no to, and why: 通报. */
export const RELEASE_REFUSALS = {
  RELEASE_TO_ONESELF: {
    zh: "不能向本办通报。",
    en: "An office releases nothing to itself.",
    remedyZh: "请填写下级或同级的巡视办、巡察办。",
    remedyEn: "Name an office below yours or beside it.",
  },
  RELEASE_UPWARD: {
    zh: "成果不以通报方式上送。",
    en: "Results do not go upward as a release.",
    remedyZh: "请报送（submitTierPublications）。",
    remedyEn: "Submit them upward.",
  },
  RELEASE_OUT_OF_REACH: {
    zh: "只能向本办下级，或同一上级之下的同级通报。",
    en: "Results are released to offices below yours, or to those beside it under the same superior.",
    remedyZh: "请由共同的上级通报，或将其纳入联动监督。",
    remedyEn: "Ask the superior of both, or link the finding to a joint supervision.",
  },
  RELEASED_TO_US: {
    zh: "此问题系他办通报而知，不得再行通报。",
    en: "You know this finding by a release, and it may not be released on.",
    remedyZh: "请由其所属的巡视办、巡察办通报。",
    remedyEn: "Ask the office whose finding it is.",
  },
  FINDING_NOT_RELEASABLE: {
    zh: "此问题尚未列入报告、已不予认定或撤销，或可能成为案件，不得通报。",
    en: "It is not in the report yet, ended without a remedy, or may become a case: it is not released.",
    remedyZh: "请将其从所列问题中去除。",
    remedyEn: "Leave the finding out.",
  },
  FEEDBACK_NOT_GIVEN: {
    zh: "此对象尚未反馈，无从抄送。",
    en: "The target was not fed back yet, so there is nothing to copy.",
    remedyZh: "请先反馈（FEED_BACK）。",
    remedyEn: "Feed it back first.",
  },
  NOTHING_TO_RELEASE: {
    zh: "没有可通报的问题。",
    en: "There is no finding that could be released.",
    remedyZh: "请核对所选的轮次或对象。",
    remedyEn: "Check the round or the targets.",
  },
  RELEASE_EXPIRED: {
    zh: "此通报已到期。",
    en: "The release has expired.",
    remedyZh: "请由通报单位重新通报。",
    remedyEn: "Ask the office that made it for another one.",
  },
} as const satisfies RefusalTexts;
