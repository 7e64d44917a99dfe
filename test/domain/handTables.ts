import type { Party } from "../../subgraphs/domain/lifecycle";
import { REFUSALS, type RefusalCode } from "../../subgraphs/domain/refusals";

/** What the work allows, written by hand from the life cycles and the roles of the field, and not from the code. */
export interface HandEdge {
  from: string;
  command: string;
  to: string;
  event: string;
  by: Party[];
  requires: string[];
}

/** Every office role that could matter, every unit's and team's role, and the platform itself. */
export const OFFICE_PARTIES = [
  "CLERK",
  "DIRECTOR",
  "APPROVER",
  "CUSTODIAN",
  "COORDINATOR",
  "DISCIPLINE",
  "ORGANISATION",
  "RESIDENT_GROUP",
  "DISPLAY",
  "SECURITY_ADMIN",
];
/** The parties of the unit that an object asks. */
export const UNIT_PARTIES = ["UNIT_LIAISON", "UNIT_HEAD", "SUPERIOR_BODY"];
export const TEAM_PARTIES = ["LEADER", "DEPUTY", "LIAISON", "MEMBER"];

/** The status from which the objects of these tests came to the present one: PREVIOUS leads back to it. */
export const CAME_FROM: string = "RECTIFYING";

/** Columns: from, command, to, journal entry, who may, what it requires. */
export const HAND_TABLES = {
  round: edges(`
    PREPARING   AUTHORISE  AUTHORISED  RoundAuthorised  APPROVER  TARGETS_REQUIRED,DOCUMENT_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    PREPARING   WITHDRAW   WITHDRAWN   RoundWithdrawn   DIRECTOR  REASON_REQUIRED
    AUTHORISED  WITHDRAW   WITHDRAWN   RoundWithdrawn   APPROVER  REASON_REQUIRED
    AUTHORISED  START      RUNNING     RoundStarted     PLATFORM  -
    RUNNING     CLOSE      CLOSED      RoundClosed      PLATFORM  -
    RUNNING     TAKE_BACK  AUTHORISED  RoundStartTakenBack  PLATFORM  -
  `),
  target: edges(`
    PLANNED     ENTER                ENTERED     TargetEntered  CLERK,DIRECTOR,LEADER,DEPUTY,LIAISON  ROUND_NOT_AUTHORISED,TEAM_INCOMPLETE,FOREIGN_TEAM_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    PLANNED     RELEASE              RELEASED    TargetReleased  DIRECTOR  REASON_REQUIRED
    ENTERED     REPORT               REPORTED    TargetReported  CLERK,DIRECTOR,LEADER  FINDINGS_NOT_REPORTED,VERDICTS_MISSING,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    ENTERED     TAKE_BACK            PLANNED     TargetEntryTakenBack  DIRECTOR  REASON_REQUIRED,WORK_RECORDED
    REPORTED    HEAR                 HEARD       TargetHeard  DIRECTOR,APPROVER  HEARING_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    HEARD       FEED_BACK            FED_BACK    TargetFedBack  DIRECTOR  UNIT_NOT_ATTESTED,IMMEDIATE_ACTIONS_OPEN,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    FED_BACK    START_RECTIFICATION  RECTIFYING  TargetRectificationStarted  CLERK,DIRECTOR  DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    RECTIFYING  EVALUATE             EVALUATED   TargetEvaluated  PLATFORM  -
    EVALUATED   ARCHIVE              ARCHIVED    TargetArchived  DIRECTOR  FINDINGS_STILL_OPEN,RECTIFICATION_NOT_COMPLETED,VERDICTS_UNDECIDED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
  `),
  finding: edges(`
    DRAFT            AGREE                TEAM_AGREED      FindingTeamAgreed            CLERK,DIRECTOR,LEADER,DEPUTY  -
    DRAFT            DISMISS              DISMISSED        FindingDismissed             DIRECTOR,LEADER  REASON_REQUIRED
    TEAM_AGREED      EXCHANGE_FACTS       FACTS_EXCHANGED  FindingFactsExchanged        CLERK,DIRECTOR,LEADER,DEPUTY  REPLY_REQUIRED
    TEAM_AGREED      REPORT               REPORTED         FindingReported              DIRECTOR,LEADER  DIRECT_REPORT_REASON_REQUIRED,EXCHANGE_TAKEN_BACK
    TEAM_AGREED      TAKE_BACK            DRAFT            FindingAgreementTakenBack    CLERK,DIRECTOR,LEADER,DEPUTY  REASON_REQUIRED,NOT_YOUR_STEP
    FACTS_EXCHANGED  TAKE_BACK            TEAM_AGREED      FindingExchangeTakenBack     CLERK,DIRECTOR,LEADER,DEPUTY  REASON_REQUIRED,NOT_YOUR_STEP
    TEAM_AGREED      DISMISS              DISMISSED        FindingDismissed             DIRECTOR,LEADER  REASON_REQUIRED
    FACTS_EXCHANGED  REPORT               REPORTED         FindingReported              CLERK,DIRECTOR,LEADER  -
    FACTS_EXCHANGED  VERIFY_AT_ONCE       VERIFIED         FindingVerifiedAtOnce        PLATFORM  -
    FACTS_EXCHANGED  DISMISS              DISMISSED        FindingDismissed             DIRECTOR,LEADER  REASON_REQUIRED
    REPORTED         FEED_BACK            FED_BACK         FindingFedBack               PLATFORM  -
    REPORTED         VERIFY_AT_ONCE       VERIFIED         FindingVerifiedAtOnce        PLATFORM  -
    REPORTED         DISMISS              DISMISSED        FindingDismissed             DIRECTOR  REASON_REQUIRED
    FED_BACK         START_RECTIFICATION  RECTIFYING       FindingRectificationStarted  PLATFORM  -
    FED_BACK         OBJECT               OBJECTED         FindingObjected              CLERK,UNIT_LIAISON,UNIT_HEAD  REASON_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER,WITHIN_OBJECTION_DAYS
    RECTIFYING       CLAIM                CLAIMED_DONE     FindingClaimedDone           CLERK,UNIT_LIAISON,UNIT_HEAD  PROOF_REQUIRED
    RECTIFYING       KEEP_LONG_TERM       LONG_TERM        FindingKeptLongTerm          DIRECTOR  REASON_REQUIRED
    RECTIFYING       OBJECT               OBJECTED         FindingObjected              CLERK,UNIT_LIAISON,UNIT_HEAD  REASON_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER,WITHIN_OBJECTION_DAYS
    CLAIMED_DONE     VERIFY               VERIFIED         FindingVerified              DIRECTOR  SOMEBODY_ELSE_REQUIRED
    CLAIMED_DONE     RETURN               RECTIFYING       FindingReturned              DIRECTOR  REASON_REQUIRED
    VERIFIED         FEED_BACK            VERIFIED         FindingFedBackRectified      PLATFORM  -
    VERIFIED         OBJECT               OBJECTED         FindingObjected              CLERK,UNIT_LIAISON,UNIT_HEAD  REASON_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER,WITHIN_OBJECTION_DAYS
    VERIFIED         CLOSE                CLOSED           FindingClosed                DIRECTOR  NOT_FED_BACK
    VERIFIED         REOPEN               REOPENED         FindingReopened              PLATFORM  -
    CLOSED           REOPEN               REOPENED         FindingReopened              PLATFORM  -
    LONG_TERM        REOPEN               REOPENED         FindingReopened              PLATFORM  -
    OBJECTED         UPHOLD               PREVIOUS         FindingUpheld                DIRECTOR  REASON_REQUIRED
    OBJECTED         CORRECT              PREVIOUS         FindingCorrected             DIRECTOR  REASON_REQUIRED,TEXT_REQUIRED
    OBJECTED         WITHDRAW             WITHDRAWN        FindingWithdrawn             DIRECTOR  REASON_REQUIRED
    REOPENED         CLAIM                CLAIMED_DONE     FindingClaimedDone           CLERK,UNIT_LIAISON,UNIT_HEAD  PROOF_REQUIRED
    REOPENED         KEEP_LONG_TERM       LONG_TERM        FindingKeptLongTerm          DIRECTOR  REASON_REQUIRED
    REOPENED         OBJECT               OBJECTED         FindingObjected              CLERK,UNIT_LIAISON,UNIT_HEAD  REASON_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER,WITHIN_OBJECTION_DAYS
  `),
  appointment: edges(`
    APPOINTED  END        ENDED        TeamMemberReleased    DIRECTOR  REASON_REQUIRED
    APPOINTED  HAND_OVER  HANDED_OVER  TeamMemberHandedOver  PLATFORM  -
  `),
  verdict: edges(`
    PROPOSED  REVISE  PROPOSED  VerdictRevised  CLERK,LEADER,DEPUTY,LIAISON,MEMBER  TARGET_NOT_ENTERED
    PROPOSED  DECIDE  DECIDED   VerdictDecided  DIRECTOR  -
  `),
  clue: edges(`
    REGISTERED            APPROVE          APPROVED_TO_TRANSFER  ClueTransferApproved  CUSTODIAN  SOMEBODY_ELSE_REQUIRED
    REGISTERED            SEAL             SEALED                ClueSealed            CUSTODIAN  REASON_REQUIRED,SOMEBODY_ELSE_REQUIRED
    APPROVED_TO_TRANSFER  REFER            IN_TRANSIT            ClueReferred          CUSTODIAN  SOMEBODY_ELSE_REQUIRED,CLUE_HAS_NO_ROUTE,CLUE_TO_SUBJECTS_OFFICE,CLUE_ROUTE_DIFFERS
    IN_TRANSIT            RECEIVE          RECEIVED              ClueReceived          PLATFORM  -
    IN_TRANSIT            RETURN           RETURNED              ClueReturned          PLATFORM  -
    RECEIVED              PROPOSE_DISPOSAL DISPOSAL_PROPOSED     ClueDisposalProposed  PLATFORM  -
    RECEIVED              RETURN           RETURNED              ClueReturned          PLATFORM  -
    DISPOSAL_PROPOSED     DECIDE_DISPOSAL  IN_DISPOSAL           ClueDisposalDecided   PLATFORM  -
    DISPOSAL_PROPOSED     REJECT_DISPOSAL  RECEIVED              ClueDisposalRejected  PLATFORM  -
    IN_DISPOSAL           PROPOSE_DISPOSAL DISPOSAL_PROPOSED     ClueDisposalProposed  PLATFORM  -
    IN_DISPOSAL           CONCLUDE         CONCLUDED             ClueConcluded         PLATFORM  -
    CONCLUDED             SEAL             SEALED                ClueSealed            CUSTODIAN  REASON_REQUIRED,SOMEBODY_ELSE_REQUIRED
    RETURNED              APPROVE          APPROVED_TO_TRANSFER  ClueTransferApproved  CUSTODIAN  SOMEBODY_ELSE_REQUIRED
    RETURNED              SEAL             SEALED                ClueSealed            CUSTODIAN  REASON_REQUIRED,SOMEBODY_ELSE_REQUIRED
  `),
  clueReceipt: edges(`
    IN_TRANSIT         RECEIVE           RECEIVED           ClueReceived          DISCIPLINE,ORGANISATION,RESIDENT_GROUP  -
    IN_TRANSIT         RETURN            RETURNED           ClueReturned          DISCIPLINE,ORGANISATION,RESIDENT_GROUP  REASON_REQUIRED
    RECEIVED           PROPOSE_DISPOSAL  DISPOSAL_PROPOSED  ClueDisposalProposed  DISCIPLINE,ORGANISATION,RESIDENT_GROUP  DISPOSAL_REQUIRED
    RECEIVED           RETURN            RETURNED           ClueReturned          DISCIPLINE,ORGANISATION,RESIDENT_GROUP  REASON_REQUIRED
    DISPOSAL_PROPOSED  DECIDE_DISPOSAL   IN_DISPOSAL        ClueDisposalDecided   DISCIPLINE,ORGANISATION,RESIDENT_GROUP  SOMEBODY_ELSE_REQUIRED
    DISPOSAL_PROPOSED  REJECT_DISPOSAL   RECEIVED           ClueDisposalRejected  DISCIPLINE,ORGANISATION,RESIDENT_GROUP  REASON_REQUIRED,SOMEBODY_ELSE_REQUIRED
    IN_DISPOSAL        PROPOSE_DISPOSAL  DISPOSAL_PROPOSED  ClueDisposalProposed  DISCIPLINE,ORGANISATION,RESIDENT_GROUP  DISPOSAL_REQUIRED
    IN_DISPOSAL        CONCLUDE          CONCLUDED          ClueConcluded         DISCIPLINE,ORGANISATION,RESIDENT_GROUP  REASON_REQUIRED,OUTCOME_REQUIRED
  `),
  recusal: edges(`
    DECLARED  END  ENDED  RecusalEnded  DIRECTOR,SECURITY_ADMIN  REASON_REQUIRED,SOMEBODY_ELSE_REQUIRED
  `),
  immediateAction: edges(`
    PROPOSED    AUTHORISE    AUTHORISED  ImmediateActionAuthorised  DIRECTOR,APPROVER,COORDINATOR  NOT_DURING_ROUND,SOMEBODY_ELSE_REQUIRED,DOCUMENT_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    PROPOSED    REJECT       REJECTED    ImmediateActionRejected    DIRECTOR,APPROVER,COORDINATOR  REASON_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    PROPOSED    CANCEL       CANCELLED   ImmediateActionCancelled   CLERK,DIRECTOR,COORDINATOR,LEADER  REASON_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    AUTHORISED  REPORT_DONE  DONE        ImmediateActionDone        CLERK,COORDINATOR,LEADER,DEPUTY,LIAISON,MEMBER  NOT_DURING_ROUND,PROOF_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    AUTHORISED  CANCEL       CANCELLED   ImmediateActionCancelled   DIRECTOR,APPROVER,COORDINATOR  REASON_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    DONE        CONFIRM      CONFIRMED   ImmediateActionConfirmed   DIRECTOR,APPROVER,COORDINATOR  NOT_DURING_ROUND,SOMEBODY_ELSE_REQUIRED,FACTS_NOT_EXCHANGED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    DONE        RETURN       AUTHORISED  ImmediateActionReturned    DIRECTOR,APPROVER,COORDINATOR  REASON_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
  `),
  disclosure: edges(`
    ISSUED        ACKNOWLEDGE  ACKNOWLEDGED  DisclosureAcknowledged  UNIT_LIAISON,UNIT_HEAD,SUPERIOR_BODY  -
    ISSUED        WITHDRAW     WITHDRAWN     DisclosureWithdrawn     DIRECTOR  FEEDBACK_STANDS,REASON_REQUIRED
    ACKNOWLEDGED  WITHDRAW     WITHDRAWN     DisclosureWithdrawn     DIRECTOR  FEEDBACK_STANDS,REASON_REQUIRED
  `),
  rectification: edges(`
    PLAN_DUE        SUBMIT_PLAN    PLAN_SUBMITTED  PlanSubmitted   UNIT_HEAD,CLERK  PLAN_REQUIRED,OWN_STEP_TODAY,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    PLAN_SUBMITTED  REVIEW_PLAN    PLAN_REVIEWED   PlanReviewed    DIRECTOR  DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    PLAN_SUBMITTED  RETURN_PLAN    PLAN_DUE        PlanReturned    DIRECTOR  REASON_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    PLAN_REVIEWED   CONCENTRATE    CONCENTRATED    ConcentratedRectificationStarted  UNIT_HEAD,CLERK,DIRECTOR  OWN_STEP_TODAY,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    CONCENTRATED    REPORT         REPORTED        RectificationReported        UNIT_HEAD,CLERK  REPORT_REQUIRED,OWN_STEP_TODAY,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    REPORTED        OPEN_REVIEW    JOINT_REVIEW    JointReviewOpened            DIRECTOR  DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    REPORTED        RETURN_REPORT  CONCENTRATED    RectificationReportReturned  DIRECTOR  REASON_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    REPORTED        FIND_FALSE     FALSE_REPORTED  RectificationFoundFalse      DIRECTOR  REASON_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    JOINT_REVIEW    EVALUATE       EVALUATED       RectificationEvaluated       DIRECTOR  TARGET_NOT_RECTIFYING,SIGNATURES_MISSING,EVALUATION_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    JOINT_REVIEW    RETURN_REPORT  CONCENTRATED    RectificationReportReturned  DIRECTOR  REASON_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    JOINT_REVIEW    FIND_FALSE     FALSE_REPORTED  RectificationFoundFalse      DIRECTOR  REASON_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    EVALUATED       COMPLETE       COMPLETED       RectificationCompleted       DIRECTOR  FINDINGS_STILL_OPEN,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    EVALUATED       CONTINUE       CONTINUING      RectificationContinued       DIRECTOR  REASON_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    EVALUATED       FIND_FALSE     FALSE_REPORTED  RectificationFoundFalse      DIRECTOR  REASON_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    CONTINUING      COMPLETE       COMPLETED       RectificationCompleted       DIRECTOR  FINDINGS_STILL_OPEN,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    CONTINUING      FIND_FALSE     FALSE_REPORTED  RectificationFoundFalse      DIRECTOR  REASON_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    COMPLETED       FIND_FALSE     FALSE_REPORTED  RectificationFoundFalse      DIRECTOR  REASON_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    FALSE_REPORTED  RESUME         CONCENTRATED    RectificationResumed         DIRECTOR  REASON_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
  `),
  publication: edges(`
    SUBMITTED  RECALL  RECALLED  PublicationRecalled  DIRECTOR  REASON_REQUIRED
    ACCEPTED   RECALL  RECALLED  PublicationRecalled  DIRECTOR  REASON_REQUIRED
    RETURNED   RECALL  RECALLED  PublicationRecalled  DIRECTOR  REASON_REQUIRED
  `),
  obligation: edges(`
    SCHEDULED  FULFIL     DONE       ObligationDone       CLERK,DIRECTOR  REASON_REQUIRED,DATE_IN_FUTURE,DATE_OUT_OF_ORDER
    DONE       TAKE_BACK  SCHEDULED  ObligationTakenBack  CLERK,DIRECTOR  REASON_REQUIRED,NOT_YOUR_STEP
  `),
};

/** The states of each concept in the order of the work; the first is where it begins. */
export const HAND_STATUSES = {
  round: words("PREPARING AUTHORISED RUNNING CLOSED WITHDRAWN"),
  target: words("PLANNED ENTERED REPORTED HEARD FED_BACK RECTIFYING EVALUATED ARCHIVED RELEASED"),
  finding: words(
    "DRAFT TEAM_AGREED FACTS_EXCHANGED REPORTED FED_BACK RECTIFYING CLAIMED_DONE VERIFIED CLOSED LONG_TERM OBJECTED WITHDRAWN REOPENED DISMISSED",
  ),
  appointment: words("APPOINTED ENDED HANDED_OVER"),
  verdict: words("PROPOSED DECIDED"),
  clue: words(
    "REGISTERED APPROVED_TO_TRANSFER IN_TRANSIT RECEIVED DISPOSAL_PROPOSED IN_DISPOSAL CONCLUDED RETURNED SEALED",
  ),
  clueReceipt: words("IN_TRANSIT RECEIVED DISPOSAL_PROPOSED IN_DISPOSAL CONCLUDED RETURNED"),
  recusal: words("DECLARED ENDED"),
  immediateAction: words("PROPOSED AUTHORISED REJECTED DONE CONFIRMED CANCELLED"),
  disclosure: words("ISSUED ACKNOWLEDGED WITHDRAWN"),
  rectification: words(
    "PLAN_DUE PLAN_SUBMITTED PLAN_REVIEWED CONCENTRATED REPORTED JOINT_REVIEW EVALUATED COMPLETED CONTINUING FALSE_REPORTED",
  ),
  publication: words("SUBMITTED ACCEPTED RETURNED RECALLED"),
  obligation: words("SCHEDULED DONE"),
};

export type Concept = keyof typeof HAND_TABLES;
export const CONCEPTS = Object.keys(HAND_TABLES) as Concept[];

export function commandsOf(concept: Concept): string[] {
  return [...new Set(HAND_TABLES[concept].map((edge) => edge.command))];
}

export function findEdge(concept: Concept, from: string, command: string): HandEdge | undefined {
  return HAND_TABLES[concept].find((edge) => edge.from === from && edge.command === command);
}

function edges(text: string): HandEdge[] {
  const lines = text.split("\n").filter((line) => line.trim());
  return lines.map((line) => {
    const [from, command, to, event, by, requires] = words(line) as [string, string, string, string, string, string];
    return {
      from,
      command,
      to,
      event,
      by: by.split(",") as Party[],
      requires: requires === "-" ? [] : requires.split(","),
    };
  });
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** Answers for every requirement that there is, asked one by one as `decide` comes to them. */
export function met(answer: (code: RefusalCode) => boolean): Record<RefusalCode, boolean> {
  const asked = Object.keys(REFUSALS).map((code) => [code, { get: () => answer(code as RefusalCode) }]);
  return Object.defineProperties({} as Record<RefusalCode, boolean>, Object.fromEntries(asked));
}
