import type { RefusalTexts } from "../refusalTexts";

/** What may be said no to, and why: 联动监督. */
export const SUPERVISION_REFUSALS = {
  MEMBERS_NOT_BELOW: {
    zh: "只能邀请本办之下的巡视办、巡察办。",
    en: "Only offices below yours are invited.",
    remedyZh: "请去除该办；需跨地联动的，由共同的上级发起。",
    remedyEn: "Leave it out, or ask the superior of both to open it.",
  },
  SUPERVISION_NOT_OPEN: {
    zh: "此联动监督不在进行中。",
    en: "The joint supervision is not open.",
    remedyZh: "请查看其状态；结束后仅可退出。",
    remedyEn: "See its status; once it is concluded, one can only leave.",
  },
  MEMBERSHIP_REQUIRED: {
    zh: "本办尚未参加此联动监督。",
    en: "Your office has not joined the joint supervision.",
    remedyZh: "请先由办主任参加（JOIN）。",
    remedyEn: "Have the director join it first.",
  },
  LINKED_ALREADY: {
    zh: "此问题已挂接。",
    en: "The finding is linked already.",
    remedyZh: "如需改变所列内容，请先撤下再挂接。",
    remedyEn: "To show other fields, withdraw the link first.",
  },
} as const satisfies RefusalTexts;
