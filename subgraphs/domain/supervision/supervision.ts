import { isUnder, type RegionCode } from "../../../schema/contract/regionCode";

/** 联动监督 JointSupervision: several offices, one topic. A province or a city opens it with a checklist and a period and invites
 * offices of any tier below it; these join or decline, and link findings of their own as releases among the members. */
export const SUPERVISION_KINDS = ["SAME_TOPIC", "SPECIAL_CAMPAIGN"] as const;
export type SupervisionKind = (typeof SUPERVISION_KINDS)[number];

export const SUPERVISION_STATUSES = ["PROPOSED", "OPEN", "CONCLUDED", "WITHDRAWN"] as const;
export type SupervisionStatus = (typeof SUPERVISION_STATUSES)[number];
export const SUPERVISION_COMMANDS = ["OPEN", "CONCLUDE", "WITHDRAW"] as const;
export type SupervisionCommand = (typeof SUPERVISION_COMMANDS)[number];

/** 成员: how an office stands to a joint supervision. */
export const MEMBER_STATUSES = ["INVITED", "JOINED", "DECLINED", "LEFT"] as const;
export type MemberStatus = (typeof MEMBER_STATUSES)[number];
export const MEMBER_COMMANDS = ["JOIN", "DECLINE", "LEAVE"] as const;
export type MemberCommand = (typeof MEMBER_COMMANDS)[number];

/** Who proposes a joint supervision, and who decides about it. */
export const SUPERVISION_PROPOSERS = ["CLERK", "DIRECTOR"] as const;
export const SUPERVISION_DECIDERS = ["DIRECTOR"] as const;

/** 清单: one question of the checklist that all members answer. */
export interface ChecklistItem {
  number: number;
  text: string;
}

/** Whether an office can be invited: a joint supervision gathers offices below the one that opens it. */
export function canBeInvited(lead: RegionCode, office: RegionCode): boolean {
  return office !== lead && isUnder(office, lead);
}

/** Fewer than so many are not told of a part, to somebody from whom a finding of it may be hidden: the part would tell of it. */
export const SMALL_CELL = 5;
