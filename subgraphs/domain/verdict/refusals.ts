import type { RefusalTexts } from "../refusalTexts";

/** What may be said no to, and why: 回头看的结论. */
export const VERDICT_REFUSALS = {
  NOT_A_LOOK_BACK: {
    zh: "该对象不属于回头看。",
    en: "The target is not of a look-back.",
    remedyZh: "结论只在回头看中作出。",
    remedyEn: "Verdicts are given in a look-back only.",
  },
  VERDICTS_MISSING: {
    zh: "所回看的问题尚未逐一作出结论。",
    en: "Some findings that are looked back on have no verdict.",
    remedyZh: "请对每个问题提出结论。",
    remedyEn: "Propose a verdict for each of them.",
  },
  VERDICTS_UNDECIDED: {
    zh: "回头看的结论尚未全部决定。",
    en: "Some verdicts of this look-back are proposed and not decided.",
    remedyZh: "请由办主任逐一决定（decideVerdicts）。",
    remedyEn: "Have the director decide each of them.",
  },
} as const satisfies RefusalTexts;
