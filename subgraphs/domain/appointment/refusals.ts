import type { RefusalTexts } from "../refusalTexts";

/** What may be said no to, and why: 巡察组. */
export const APPOINTMENT_REFUSALS = {
  PERSON_NOT_STAFF: {
    zh: "该账号不存在、已停用，或不是巡视巡察机构工作人员；派出人员须为本办的。",
    en: "There is no such account, it is closed, or it is not of an office's staff; who is lent must be of the own office.",
    remedyZh:
      "请填写在用的工作人员账号（如 county:990101.clerk）；单位、部门、大屏和管理员的账号不能进组。没有账号的，请管理员先开通。",
    remedyEn:
      "Name an open account of staff, as county:990101.clerk; accounts of units, departments, screens and administrators work in no team. Ask an administrator to open one where there is none.",
  },
  ALREADY_APPOINTED: {
    zh: "此人在所列任期内已任职于该对象的巡察组。",
    en: "The person is already appointed to the team of this target on some of these days.",
    remedyZh: "请先终止其现有任职，或改自该任职期满之后起任。",
    remedyEn: "End the appointment that they have, or begin after its last day.",
  },
  LEADER_ALREADY_APPOINTED: {
    zh: "该巡察组在所列任期内已有组长，一个组同时只有一名组长。",
    en: "The team has a leader already on some of these days, and one leads it at a time.",
    remedyZh: "请先终止现任组长的任职，或任为副组长、组员。",
    remedyEn: "End the leader's appointment first, or appoint as deputy or member.",
  },
  TEAM_INCOMPLETE: {
    zh: "进驻当日巡察组须有组长和另一名成员（双人）；未任命或未补齐的不得进驻。",
    en: "On the day of the entry the team has no leader and one more member: nobody enters alone, or unappointed.",
    remedyZh: "请办主任先任命组长和成员，任期须含进驻当日；同组多个对象可一次任命。",
    remedyEn:
      "Have the director appoint both, for a period that holds the day of the entry; one team may be appointed to several targets at once.",
  },
  FOREIGN_TEAM_REQUIRED: {
    zh: "交叉、推磨、助攻、回避巡须有其他巡察办的人员，既非本办，也非该单位所属的巡察办。",
    en: "A cross, ring, assisted or swapped inspection needs somebody of an office that neither owns the round nor keeps the unit.",
    remedyZh: "请任命其他巡察办的人员；此前未经其所在层级证实的，请终止其任职后重新任命。",
    remedyEn:
      "Appoint somebody of another office; of whom no home tier has vouched for yet, end the appointment and appoint again.",
  },
} as const satisfies RefusalTexts;
