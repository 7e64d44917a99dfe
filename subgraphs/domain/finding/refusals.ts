import type { RefusalTexts } from "../refusalTexts";

/** What may be said no to, and why: 问题. */
export const FINDING_REFUSALS = {
  REPLY_REQUIRED: {
    zh: "须记录被巡察党组织的意见。",
    en: "The unit's reply is required: it has a right to be heard.",
    remedyZh: "请在 note 中写明其意见。",
    remedyEn: "Write the unit's answer into `note`.",
  },
  DIRECT_REPORT_REASON_REQUIRED: {
    zh: "未交换意见的问题，只有涉及主要负责人或案件时方可直接报告。",
    en: "Facts were not exchanged: only a matter of the unit's head or of a case may be reported directly.",
    remedyZh: "请先交换意见，或填写 exception。",
    remedyEn: "Exchange the facts first, or name the `exception`.",
  },
  PROOF_REQUIRED: {
    zh: "须附整改佐证。",
    en: "Proof of the rectification is required.",
    remedyZh: "请在 note 中写明佐证材料。",
    remedyEn: "Name the proof in `note`.",
  },
  WITHIN_OBJECTION_DAYS: {
    zh: "申诉期限已过。",
    en: "The days within which the unit may object are over.",
    remedyZh: "请在整改中提出意见。",
    remedyEn: "Raise it in the rectification.",
  },
  TEXT_REQUIRED: {
    zh: "须提供更正后的文本。",
    en: "The corrected text is required.",
    remedyZh: "请填写 text。",
    remedyEn: "Fill in `text`.",
  },
  TEXT_NAMES_PERSON: {
    zh: "问题文本疑似涉及个人，不得报送；含身份证号或手机号的，也不得反馈。",
    en: "The text seems to name a person and is not submitted upward like that; nor fed back, with an identity card or mobile number.",
    remedyZh: "请遮盖所提示之处，或确认其未涉及个人（见 advice）。",
    remedyEn: "Mask what `advice` points to, or confirm that it names nobody.",
  },
  NOT_FED_BACK: {
    zh: "尚未反馈，不能销号。",
    en: "Nothing is closed before it was fed back.",
    remedyZh: "反馈之后方可销号。",
    remedyEn: "Close it after the feedback.",
  },
  OTHERS_BY_NOW: {
    zh: "处于此状态的问题已不是所见的件数。",
    en: "There are more or fewer findings in this status by now than were read.",
    remedyZh: "请重新查看后再办理。",
    remedyEn: "Read them again, and then go on.",
  },
  ATTACHMENT_REMOVED: {
    zh: "该附件已被移除。",
    en: "The attachment has been removed.",
    remedyZh: "请查看移除理由；需要时重新上传。",
    remedyEn: "Read why it was removed; attach it again where it is needed.",
  },
  TOO_MANY_ATTACHMENTS: {
    zh: "该问题的附件已达上限。",
    en: "The finding has as many attachments as it may have.",
    remedyZh: "请合并材料后上传。",
    remedyEn: "Put several documents into one file.",
  },
} as const satisfies RefusalTexts;
