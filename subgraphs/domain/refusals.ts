import { APPOINTMENT_REFUSALS } from "./appointment/refusals";
import { CLUE_REFUSALS } from "./clue/refusals";
import { CORRECTION_REFUSALS } from "./correction/refusals";
import { DISCLOSURE_REFUSALS } from "./disclosure/refusals";
import { FINDING_REFUSALS } from "./finding/refusals";
import { IMMEDIATE_ACTION_REFUSALS } from "./immediateAction/refusals";
import { ORDER_REFUSALS } from "./order/refusals";
import { PUBLICATION_REFUSALS } from "./publication/refusals";
import { RECTIFICATION_REFUSALS } from "./rectification/refusals";
import { RECUSAL_REFUSALS } from "./recusal/refusals";
import type { RefusalText, RefusalTexts } from "./refusalTexts";
import { RELEASE_REFUSALS } from "./release/refusals";
import { ROUND_REFUSALS } from "./round/refusals";
import { SUPERVISION_REFUSALS } from "./supervision/refusals";
import { TARGET_REFUSALS } from "./target/refusals";
import { UNIT_REFUSALS } from "./unit/refusals";
import { VERDICT_REFUSALS } from "./verdict/refusals";

/** Those that no concept has for itself. */
const COMMON_REFUSALS = {
  ILLEGAL_TRANSITION: {
    zh: "当前状态下不能执行此操作。",
    en: "This cannot be done in the present state.",
    remedyZh: "可执行的操作见 allowed。",
    remedyEn: "See `allowed` for what can be done now.",
  },
  STALE_VERSION: {
    zh: "此记录在您读取之后已有改动。",
    en: "This record has changed since you read it.",
    remedyZh: "请重新读取后再试。",
    remedyEn: "Read it again and repeat with its present version.",
  },
  ROLE_REQUIRED: {
    zh: "您的角色不能执行此操作。",
    en: "Your role may not do this.",
    remedyZh: "请由 allowed 所列角色办理。",
    remedyEn: "Ask a person who holds one of the roles in `allowed`.",
  },
  IDEMPOTENCY_KEY_REUSED: {
    zh: "此幂等键已用于另一组参数。",
    en: "This idempotency key was used with other arguments.",
    remedyZh: "新的操作请使用新的键。",
    remedyEn: "Use a new key for a new request.",
  },
  NO_OFFICE_IN_REGION: {
    zh: "该地区在平台上没有巡视办、巡察办，无人接收。",
    en: "That region has no inspection office on the platform: nobody would receive it.",
    remedyZh: "请核对地区；该办若新近设立，请待其所在层级登记后再办。",
    remedyEn: "Check the region; where its office is new, wait until its own tier has entered it.",
  },
  STREAM_NOT_PARKED: {
    zh: "此通道没有停下的消息。",
    en: "No message of this stream is parked.",
    remedyZh: "请重新读取通道状态。",
    remedyEn: "Read the streams again.",
  },
  REASON_REQUIRED: {
    zh: "须说明理由。",
    en: "A reason is required.",
    remedyZh: "请填写 note。",
    remedyEn: "Fill in `note`.",
  },
  DOCUMENT_REQUIRED: {
    zh: "须有授权文号。",
    en: "The document number of the authorisation is required.",
    remedyZh: "请填写 documentNumber。",
    remedyEn: "Fill in `documentNumber`.",
  },
  PERIOD_TAKEN: {
    zh: "本办自该日起已另有规定。",
    en: "Your office has already set this from that day on.",
    remedyZh: "请另定起始日期。",
    remedyEn: "Choose another day to begin with.",
  },
  DATE_IN_FUTURE: {
    zh: "日期不能晚于今天。",
    en: "The date lies in the future.",
    remedyZh: "请在发生之后记录。",
    remedyEn: "Record it once it has happened.",
  },
  DATE_OUT_OF_ORDER: {
    zh: "日期早于上一步骤，或晚于其后的步骤。",
    en: "The date lies before that of the step before, or after that of a step that follows.",
    remedyZh:
      "各步骤的日期见其经历：请填写不早于上一步骤、不晚于下一步骤的日期；如是那一步骤的日期有误，请先更正那一步骤。",
    remedyEn:
      "See the dates of the steps in its history and name a day between them; where one of those is wrong, correct that one first.",
  },
  PERSON_RECUSED: {
    zh: "该人员须回避此事项或其中的一部分。",
    en: "The person is recused from this, or from a part of it.",
    remedyZh: "请由其他人员办理。",
    remedyEn: "Let somebody else do it.",
  },
  CLOCK_ALREADY_STARTED: {
    zh: "该日之后已有时限开始计算，不能追溯更改。",
    en: "A deadline of this kind has started since that day; it is not changed backwards.",
    remedyZh: "请从明天或更晚的日期起规定。",
    remedyEn: "Set it from tomorrow on, or later.",
  },
  OBJECTION_DAYS_SHORTENED: {
    zh: "异议的期限是被巡察单位的权利，本办不得定得比通行规定短。",
    en: "The days for an objection are the unit's right: an office does not set fewer than everybody's rule gives.",
    remedyZh: "请按不少于 allowed 所列天数、以同一种日或工作日规定；需要更短的，请由上级修改通行规定。",
    remedyEn:
      "Set as many days as `allowed` says or more, of the same kind or working days; fewer are for whoever sets everybody's rule.",
  },
  SOMEBODY_ELSE_REQUIRED: {
    zh: "须由本人以外的人办理。",
    en: "Nobody does this for the own person.",
    remedyZh: "请由本办其他有权人员办理。",
    remedyEn: "Ask somebody else of the office who may.",
  },
  HOME_TIER_SILENT: {
    zh: "此人账号所在层级的系统没有应答，无法确认其单位、角色和回避。",
    en: "The home tier of this account gave no answer, so its office, roles and recusals are not known.",
    remedyZh: "请稍后再试，或任命其他人员。",
    remedyEn: "Try again later, or appoint somebody else.",
  },
  OFFICE_KEEPS_OWN_BOOK: {
    zh: "该巡察办已入网，自行记录台账。",
    en: "The office is enrolled and keeps its own book.",
    remedyZh: "请由该巡察办自行录入；代录仅限纸面运行的直接下级。",
    remedyEn: "Let the office enter it; a superior enters only for an office directly below that is on paper.",
  },
  PERIOD_INVALID: {
    zh: "起止日期不成立。",
    en: "The period ends before it begins.",
    remedyZh: "请核对起止日期。",
    remedyEn: "Check both dates.",
  },
} as const satisfies RefusalTexts;

/** Every reason for a "no" of a rule, each once, with its concept, in the order of the work. */
export const REFUSALS_BY_CONCEPT = {
  "各类办理 whatever is done": COMMON_REFUSALS,
  "回避 recusals": RECUSAL_REFUSALS,
  "巡察对象库 register of units": UNIT_REFUSALS,
  "轮次 rounds": ROUND_REFUSALS,
  "巡察组 teams": APPOINTMENT_REFUSALS,
  "巡察对象 targets": TARGET_REFUSALS,
  "问题 findings": FINDING_REFUSALS,
  "立行立改 immediate actions": IMMEDIATE_ACTION_REFUSALS,
  "报送 submissions": PUBLICATION_REFUSALS,
  "反馈 feedback": DISCLOSURE_REFUSALS,
  "整改 rectification": RECTIFICATION_REFUSALS,
  "回头看的结论 verdicts of a look-back": VERDICT_REFUSALS,
  "更正与撤回步骤 corrections and steps back": CORRECTION_REFUSALS,
  "派单 orders": ORDER_REFUSALS,
  "通报 releases": RELEASE_REFUSALS,
  "联动监督 joint supervision": SUPERVISION_REFUSALS,
  "线索 clues": CLUE_REFUSALS,
} as const;

type ByConcept = typeof REFUSALS_BY_CONCEPT;
export type RefusalCode = { [Concept in keyof ByConcept]: keyof ByConcept[Concept] }[keyof ByConcept];

export const REFUSALS: Readonly<Record<RefusalCode, RefusalText>> = Object.assign(
  {},
  ...Object.values(REFUSALS_BY_CONCEPT),
);

/** A rule said no. `allowed` names what the caller could do or who could do this; `subject` the object it concerns. */
export interface Refused {
  refused: RefusalCode;
  subject?: string;
  allowed?: readonly string[];
  /** what there is to say beside the registry's sentence, of this case */
  more?: Sentences;
}

/** The same in Chinese and in English. */
export interface Sentences {
  zh: string;
  en: string;
}

export function refuse(refused: RefusalCode, subject?: string, allowed?: readonly string[]): Refused {
  return { refused, subject, allowed };
}

export function isRefused(outcome: object): outcome is Refused {
  return "refused" in outcome;
}
