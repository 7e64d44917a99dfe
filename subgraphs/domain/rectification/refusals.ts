import type { RefusalTexts } from "../refusalTexts";

/** What may be said no to, and why: 整改. */
export const RECTIFICATION_REFUSALS = {
  PLAN_REQUIRED: {
    zh: "须提交整改方案，每个反馈且未整改到位的问题至少一条措施。",
    en: "A plan is required, with at least one measure for each finding that was fed back and is not rectified or settled.",
    remedyZh: "请填写 plan，并补齐措施。",
    remedyEn: "Fill in `plan`, with a measure for each finding.",
  },
  REPORT_REQUIRED: {
    zh: "须有整改报告。",
    en: "The report of the rectification is required.",
    remedyZh: "请填写 report。",
    remedyEn: "Fill in `report`.",
  },
  EVALUATION_REQUIRED: {
    zh: "须评定等次。",
    en: "A grade is required.",
    remedyZh: "请填写 evaluation。",
    remedyEn: "Fill in `evaluation`.",
  },
  SIGNATURES_MISSING: {
    zh: "联合审核尚未全部签署。",
    en: "Not all parties have signed the joint review.",
    remedyZh: "请由未签署的各方签署；各方见 review。",
    remedyEn: "Have those sign who have not; see `review` for all parties.",
  },
  GRADE_NOT_PROPOSED: {
    zh: "没有提出此等次：尚未提出，或已另提。",
    en: "This grade is not proposed: none is yet, or it is another one by now.",
    remedyZh: "请查看 review 现提出的等次；尚无的，请办主任提出（PROPOSE_GRADE）。",
    remedyEn: "Read in `review` which grade is proposed; where none is, have the director propose one (PROPOSE_GRADE).",
  },
  GRADE_UNCHANGED: {
    zh: "已提出此等次，正在签署。",
    en: "This grade is proposed already, and is being signed.",
    remedyZh: "无需再提；要改的，请填写另一等次。",
    remedyEn: "Nothing is to be done; name another grade where it is to change.",
  },
  SIGNED_ALREADY: {
    zh: "该方已签署，或不是本次审核的一方。",
    en: "This party has signed already, or takes no part in this review.",
    remedyZh: "各方见 review。",
    remedyEn: "See `review` for the parties.",
  },
  SIGNS_ONCE: {
    zh: "同一人不能代表两方签署。",
    en: "One person does not sign for two parties.",
    remedyZh: "请由该方其他人员签署。",
    remedyEn: "Have somebody else of that party sign.",
  },
  TARGET_NOT_RECTIFYING: {
    zh: "该对象不在整改阶段。",
    en: "The target is not in rectification.",
    remedyZh: "请先对该对象开始整改（START_RECTIFICATION）。",
    remedyEn: "Start the rectification of the target first (START_RECTIFICATION).",
  },
  RECTIFICATION_NOT_COMPLETED: {
    zh: "整改尚未完成。",
    en: "The rectification is not completed.",
    remedyZh: "请先完成整改（COMPLETE）。",
    remedyEn: "Complete the rectification first.",
  },
} as const satisfies RefusalTexts;
