import type { RefusalTexts } from "../refusalTexts";

/** What may be said no to, and why: 轮次. */
export const ROUND_REFUSALS = {
  TARGETS_REQUIRED: {
    zh: "本轮尚无巡察对象。",
    en: "The round has no target yet.",
    remedyZh: "请先加入巡察对象。",
    remedyEn: "Add a target first.",
  },
  ROUND_NOT_AUTHORISED: {
    zh: "本轮尚未授权。",
    en: "The round has not been authorised.",
    remedyZh: "请先由领导小组授权本轮。",
    remedyEn: "Have the leading group authorise the round first.",
  },
  ROUND_NOT_OPEN: {
    zh: "本轮已授权或已撤回，不能再加入对象。",
    en: "The round is authorised or withdrawn; no target can be added.",
    remedyZh: "请在筹备中的轮次加入，一并授权。",
    remedyEn: "Add the target to a round in preparation, so that it is authorised with it.",
  },
  ROUND_ALREADY_OPENED: {
    zh: "本届已有此轮次。",
    en: "This term already has a round of this number.",
    remedyZh: "请使用下一个轮次序号；已有的轮次有误的，撤回后可重开。",
    remedyEn: "Use the next number; where the round that is there is a mistake, withdraw it and open it again.",
  },
  TARGET_ALREADY_IN_ROUND: {
    zh: "该单位已是本轮的巡察对象。",
    en: "The unit is already a target of this round.",
    remedyZh: "请使用已有的对象；该对象有误的，从本轮解除（RELEASE）后可重新加入。",
    remedyEn: "Use the existing target; where that is a mistake, release it and add the unit again.",
  },
  UPGRADED_REQUIRED: {
    zh: "该单位在下级或他级对象库中；本级方式只巡察本级单位，任何方式都不巡察上级单位。",
    en: "The unit is of another register: a round of the own tier takes none of them, and no round takes one from above.",
    remedyZh: "下级单位请加入提级、交叉、推磨、统合、助攻或回避巡轮次。",
    remedyEn: "Add a unit from below to a round in the mode UPGRADED, CROSS, RING, POOLED, ASSISTED or RECUSAL_SWAP.",
  },
  UNIT_NOT_BELOW: {
    zh: "提级轮次只巡察下级对象库中的单位。",
    en: "An upgraded round inspects units of the registers below only.",
    remedyZh: "本级单位请加入其他轮次。",
    remedyEn: "Add the own units to another round.",
  },
  PREDECESSOR_REQUIRED: {
    zh: "回头看须指明所回看的轮次，且只回看该轮次中已进入整改的单位；其他种类不得指明。",
    en: "A look-back names the round that it looks back on, and takes its units in rectification only; no other kind names one.",
    remedyZh: "请核对种类、predecessorId 和单位。",
    remedyEn: "Check the kind, `predecessorId` and the unit.",
  },
} as const satisfies RefusalTexts;
