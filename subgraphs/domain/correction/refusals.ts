import type { RefusalTexts } from "../refusalTexts";

/** What may be said no to, and why: 更正与撤回步骤. */
export const CORRECTION_REFUSALS = {
  OWN_STEP_TODAY: {
    zh: "单位自行办理的，以办理当日为准。",
    en: "What a unit does itself counts on the day on which it does it.",
    remedyZh: "请勿填写 on；较早送达的，由巡察办录入。",
    remedyEn: "Leave `on` out; the office enters what came in on an earlier day.",
  },
  STEP_NOT_TAKEN: {
    zh: "所更正的步骤尚未办理。",
    en: "The step that is to be corrected was not taken yet.",
    remedyZh: "请只更正已有记录的日期或会议。",
    remedyEn: "Correct what is recorded only.",
  },
  NOTHING_CORRECTED: {
    zh: "更正内容与原记录相同。",
    en: "The record says this already.",
    remedyZh: "请核对 correction。",
    remedyEn: "Check `correction`.",
  },
  TAKE_BACK_PROPOSED: {
    zh: "已有撤回此步骤的提议，待决定。",
    en: "To take this step back is proposed already, and waits for its decision.",
    remedyZh: "请先决定：撤回（TAKE_BACK）或维持（KEEP_STEP）。",
    remedyEn: "Have that decided first: TAKE_BACK or KEEP_STEP.",
  },
  TAKE_BACK_NOT_PROPOSED: {
    zh: "该步骤由两人办理，尚未有人提出撤回。",
    en: "Two people took this step, and nobody has proposed to take it back.",
    remedyZh: "请先由一人提出（PROPOSE_TAKE_BACK），再由另一人决定。",
    remedyEn: "Have one person propose it (PROPOSE_TAKE_BACK); another one decides.",
  },
  STEP_RELIED_ON: {
    zh: "其后已有办理以此为据，不能撤回。",
    en: "Something was done since that stands on this step; it is not taken back.",
    remedyZh: "请先撤回其后的步骤；已归档的，由回头看重新处理。",
    remedyEn: "Take back what followed first; what is archived is taken up again by a look-back.",
  },
  STEP_IS_FINAL: {
    zh: "该步骤不能撤回。",
    en: "This step is final: it is not taken back.",
    remedyZh:
      "日期有误的请更正（CORRECT）；反馈有误的请提出撤回反馈；问题文本有误的经申诉更正；已整改或归档的由回头看重新处理。",
    remedyEn:
      "Correct a date that is wrong (CORRECT), propose to withdraw a feedback that is wrong, correct a text by way of an objection; what is rectified or archived is taken up again by a look-back.",
  },
  STEP_OF_UNIT: {
    zh: "该日期由被巡察党组织本身的办理形成，本办不能更正。",
    en: "The unit took this step itself, and the day is when it did; the office does not correct it.",
    remedyZh: "请只更正由本办代为录入的日期。",
    remedyEn: "Correct the days only that the office entered in the unit's stead.",
  },
  NOT_YOUR_STEP: {
    zh: "该步骤由他人办理。",
    en: "Somebody else took this step.",
    remedyZh: "请由办理人本人或办主任撤回。",
    remedyEn: "Have it taken back by who took it, or by the director.",
  },
  EXCHANGE_TAKEN_BACK: {
    zh: "交换意见由您撤回；是否不交换意见直接报告，须由他人决定。",
    en: "You took back that the unit was heard; whether it goes unheard is decided by somebody else.",
    remedyZh: "请重新交换意见，或由本办其他有权人员报告。",
    remedyEn: "Exchange the facts again, or let somebody else report it.",
  },
  WORK_RECORDED: {
    zh: "进驻之后已有问题、立行立改或结论的记录。",
    en: "Something was recorded since the entry: a finding, an immediate action, a verdict.",
    remedyZh: "进驻日期有误的，请更正日期；已有记录的进驻不能撤回。",
    remedyEn: "Correct the date of the entry where that is wrong; an entry after which something was recorded stays.",
  },
} as const satisfies RefusalTexts;
