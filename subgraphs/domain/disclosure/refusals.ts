import type { RefusalTexts } from "../refusalTexts";

/** What may be said no to, and why: 反馈. */
export const DISCLOSURE_REFUSALS = {
  UNIT_NOT_ATTESTED: {
    zh: "该单位所在层级的对象库与本办列入对象时所记的不符，不能向其反馈。",
    en: "The register of the unit's own tier says something else of the unit than the target does; nothing is fed back to it.",
    remedyZh: "请与该单位所在巡察办核对；以其对象库为准，另行列入对象。",
    remedyEn: "Clear it up with the unit's own office; what its register says is added as another target.",
  },
  UNIT_REGISTER_SILENT: {
    zh: "该单位所在层级的系统暂时没有应答，无法查证其对象库；未作任何记录。",
    en: "The register of the unit's own tier could not be asked at the moment; nothing was recorded.",
    remedyZh: "请稍后以同一操作重试。",
    remedyEn: "Try the same again later.",
  },
  FEEDBACK_STANDS: {
    zh: "对被巡察单位本身的反馈不能撤回。",
    en: "The feedback to the inspected unit itself is not taken back: its right of reply rests on it.",
    remedyZh:
      "抄送可以撤回；个别问题有误的，更正或撤销该问题；整件有误的，对该对象提议撤回反馈（PROPOSE_WITHDRAWAL）。",
    remedyEn:
      "Copies may be withdrawn; correct or withdraw a single finding that is wrong; propose on the target to withdraw a feedback that is wrong as a whole (PROPOSE_WITHDRAWAL).",
  },
  FEEDBACK_RELIED_ON: {
    zh: "反馈之后，被巡察党组织已有答复，或本办已有后续办理，不能整件撤回。",
    en: "Since the feedback the unit has answered, or the office has gone on; it is not withdrawn as a whole.",
    remedyZh: "请对有误的个别问题更正或撤销。",
    remedyEn: "Correct or withdraw the single findings that are wrong.",
  },
  WITHDRAWAL_NOT_PROPOSED: {
    zh: "尚未提出撤回反馈。",
    en: "Nobody has proposed to withdraw the feedback.",
    remedyZh: "请先由办主任提出（PROPOSE_WITHDRAWAL）。",
    remedyEn: "Have the director propose it first (PROPOSE_WITHDRAWAL).",
  },
  WITHDRAWAL_PROPOSED: {
    zh: "已有撤回反馈的提议，待决定。",
    en: "To withdraw the feedback is proposed already, and waits for its decision.",
    remedyZh: "请先决定：撤回（WITHDRAW_FEEDBACK）或维持（KEEP_FEEDBACK）。",
    remedyEn: "Have that decided first: WITHDRAW_FEEDBACK or KEEP_FEEDBACK.",
  },
} as const satisfies RefusalTexts;
