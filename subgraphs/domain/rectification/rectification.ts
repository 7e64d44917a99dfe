/** 整改 Rectification of one target: from its feedback until the office is done with it. The unit answers in it. */
export const RECTIFICATION_STATUSES = [
  "PLAN_DUE",
  "PLAN_SUBMITTED",
  "PLAN_REVIEWED",
  "CONCENTRATED",
  "REPORTED",
  "JOINT_REVIEW",
  "EVALUATED",
  "COMPLETED",
  "CONTINUING",
  "FALSE_REPORTED",
  "WITHDRAWN",
] as const;
export type RectificationStatus = (typeof RECTIFICATION_STATUSES)[number];

/** TAKE_BACK undoes the last step of the office, CORRECT a date of it (docs/adr/0018). WITHDRAW and OPEN_AGAIN follow from the target, whose feedback is withdrawn as a whole and given anew. */
export const RECTIFICATION_COMMANDS = [
  "SUBMIT_PLAN",
  "REVIEW_PLAN",
  "RETURN_PLAN",
  "CONCENTRATE",
  "REPORT",
  "RETURN_REPORT",
  "OPEN_REVIEW",
  "PROPOSE_GRADE",
  "EVALUATE",
  "COMPLETE",
  "CONTINUE",
  "FIND_FALSE",
  "RESUME",
  "WITHDRAW",
  "OPEN_AGAIN",
  "TAKE_BACK",
  "PROPOSE_TAKE_BACK",
  "KEEP_STEP",
  "CORRECT",
] as const;
export type RectificationCommand = (typeof RECTIFICATION_COMMANDS)[number];

/** How a list of rectifications is sorted: the second is of the own book alone. */
export const RECTIFICATION_SORTS = ["NEWEST", "DUE"] as const;
export type RectificationSort = (typeof RECTIFICATION_SORTS)[number];

/** 评估等次 */
export const EVALUATIONS = ["EXCELLENT", "QUALIFIED", "BASIC", "FAILED"] as const;
export type Evaluation = (typeof EVALUATIONS)[number];

/** Which date a step sets, by the status that it leads to. */
export const DATE_OF = {
  PLAN_SUBMITTED: "planSubmittedOn",
  PLAN_REVIEWED: "planReviewedOn",
  CONCENTRATED: "concentratedOn",
  REPORTED: "reportedOn",
  JOINT_REVIEW: "reviewOpenedOn",
  EVALUATED: "evaluatedOn",
  CONTINUING: "continuedOn",
  COMPLETED: "completedOn",
} as const satisfies Partial<Record<RectificationStatus, string>> as Partial<
  Record<RectificationStatus, RectificationDate>
>;
export const RECTIFICATION_DATES = [
  "planSubmittedOn",
  "planReviewedOn",
  "concentratedOn",
  "reportedOn",
  "reviewOpenedOn",
  "evaluatedOn",
  "continuedOn",
  "completedOn",
] as const;
export type RectificationDate = (typeof RECTIFICATION_DATES)[number];

/** Which step brings what: no other one changes it. */
export const BROUGHT_BY = {
  plan: ["SUBMIT_PLAN"],
  report: ["REPORT"],
  evaluation: ["OPEN_REVIEW", "PROPOSE_GRADE"],
  correction: ["CORRECT"],
} as const satisfies Record<string, readonly RectificationCommand[]>;

/** Who configures the parties of an office's joint reviews. */
export const PARTY_KEEPERS = ["DIRECTOR", "APPROVER"] as const;

/** Roles that may be a party to the joint review 联合审核; the office's configuration names which are. */
export const REVIEW_ROLES = [
  "DIRECTOR",
  "SUPERIOR_BODY",
  "DISCIPLINE",
  "ORGANISATION",
  "PUBLICITY",
  "RESIDENT_GROUP",
  "DEPARTMENT",
] as const;
export type ReviewRole = (typeof REVIEW_ROLES)[number];

/** 四方同审, where the office has configured nothing else. A unit whose register entry names no superior body has three. */
export const DEFAULT_PARTIES: readonly { name: string; role: ReviewRole }[] = [
  { name: "巡察办", role: "DIRECTOR" },
  { name: "纪委监委", role: "DISCIPLINE" },
  { name: "组织部", role: "ORGANISATION" },
  { name: "上级党组织", role: "SUPERIOR_BODY" },
];

/** Whether parties make a joint review for every unit: without the superior body, which some units do not have, there are two
 * still, one of them from outside of the office. */
export function isJoint(parties: readonly { role: ReviewRole }[]): boolean {
  const certain = parties.filter(({ role }) => role !== "SUPERIOR_BODY");
  return certain.length >= 2 && certain.some(({ role }) => role !== "DIRECTOR");
}

/** Which steps ask all parties to sign: the review that is opened for a grade, and another grade that is proposed in its course,
 * so that nobody's name stands under what was not signed. */
export const OPENS_REVIEW: readonly RectificationCommand[] = ["OPEN_REVIEW", "PROPOSE_GRADE"];

/** The grade that the parties of a review are asked to sign: null where none was proposed yet. */
export function gradeProposed(places: readonly { evaluation: Evaluation | null }[]): Evaluation | null {
  return places[0]?.evaluation ?? null;
}

/** n of n, under one grade. A review without parties is none. */
export function isReviewComplete(
  places: readonly { signedBy: string | null; evaluation: Evaluation | null }[],
): boolean {
  const grade = gradeProposed(places);
  return grade !== null && places.every(({ signedBy, evaluation }) => signedBy !== null && evaluation === grade);
}
