import type { RefusalTexts } from "../refusalTexts";

/** What may be said no to, and why: 立行立改. */
export const IMMEDIATE_ACTION_REFUSALS = {
  NOT_DURING_ROUND: {
    zh: "立行立改等只在进驻之后、反馈之前办理。",
    en: "Immediate actions are taken from the entry until the feedback.",
    remedyZh: "反馈之后请在整改中办理。",
    remedyEn: "After the feedback it is a matter of the rectification.",
  },
  FACTS_NOT_EXCHANGED: {
    zh: "所涉问题尚未与被巡察党组织交换意见，不能由立行立改核实。",
    en: "The unit was not heard about a finding that the action names; it cannot be rectified by it yet.",
    remedyZh: "请先交换意见；直接报告的问题不由立行立改核实。",
    remedyEn: "Exchange the facts first; what was reported without an exchange is not rectified by an action.",
  },
  IMMEDIATE_ACTIONS_OPEN: {
    zh: "尚有立行立改等事项未办结。",
    en: "Some immediate actions are neither confirmed nor given up.",
    remedyZh: "请逐项确认、不予授权或撤销。",
    remedyEn: "Confirm, reject or cancel each of them.",
  },
} as const satisfies RefusalTexts;
