import type { RefusalTexts } from "../refusalTexts";

/** What may be said no to, and why: 回避. */
export const RECUSAL_REFUSALS = {
  ANSWERS_FOR_UNIT: {
    zh: "此人代表被巡察单位或其上级党组织；回避是巡察和办理人员的事，不得以回避取走单位的答复权。",
    en: "This person answers for an inspected unit or for the body above it: recusal is of those who inspect, decide or work on a case, and takes nobody's right of reply away.",
    remedyZh: "本人可就本单位以外的单位、单个轮次或问题自行声明回避；此人不宜答复的，请单位另行指定人员。",
    remedyEn:
      "The person may declare the own recusal from another unit, a single round or a finding; where somebody else should answer, let the unit name whom.",
  },
  STANDS_APART: {
    zh: "此人授权、保管线索、在部门任职或为三员，不由巡察办领导，其回避不由办主任声明，也不由办主任解除。",
    en: "This person authorises, holds clues, works in a department or administers, and is not led by the office's director, who neither declares nor ends a recusal of such a person.",
    remedyZh: "请由本人声明，或由 allowed 所列角色办理；三员的回避仅由本人声明。",
    remedyEn:
      "Let the person declare it, or whoever holds a role in `allowed` do it; an administrator's is declared by that administrator alone.",
  },
} as const satisfies RefusalTexts;
