import type { TransitionTable } from "../lifecycle";
import type { FindingCommand, FindingStatus } from "./finding";

const dismiss = {
  to: "DISMISSED",
  event: "FindingDismissed",
  by: ["DIRECTOR", "LEADER"],
  requires: ["REASON_REQUIRED"],
} as const;

/** 申诉: within a policy's days after the feedback. The office enters it on the unit's behalf where the unit has no account. */
const object = {
  to: "OBJECTED",
  event: "FindingObjected",
  by: ["CLERK", "UNIT_LIAISON", "UNIT_HEAD"],
  requires: ["REASON_REQUIRED", "DATE_IN_FUTURE", "DATE_OUT_OF_ORDER", "WITHIN_OBJECTION_DAYS"],
} as const;

/** What a look-back found undone begins again: from REOPENED everything is as from RECTIFYING. */
const inRectification = {
  CLAIM: {
    to: "CLAIMED_DONE",
    event: "FindingClaimedDone",
    by: ["CLERK", "UNIT_LIAISON", "UNIT_HEAD"],
    requires: ["PROOF_REQUIRED"],
  },
  KEEP_LONG_TERM: { to: "LONG_TERM", event: "FindingKeptLongTerm", by: ["DIRECTOR"], requires: ["REASON_REQUIRED"] },
  OBJECT: object,
} as const;

/** 立行立改: by a confirmed immediate action and by nothing else, once the unit was heard. */
const verifyAtOnce = { to: "VERIFIED", event: "FindingVerifiedAtOnce", by: ["PLATFORM"] } as const;

/** The feedback was withdrawn as a whole. */
const takeFeedbackBack = { to: "REPORTED", event: "FindingFeedbackTakenBack", by: ["PLATFORM"] } as const;

const reopen = { to: "REOPENED", event: "FindingReopened", by: ["PLATFORM"] } as const;

/** A finding that was verified is taken back by two, as it was claimed and verified by two. */
const proposeTakeBack = {
  to: "VERIFIED",
  event: "FindingTakeBackProposed",
  by: ["CLERK", "DIRECTOR"],
  requires: ["REASON_REQUIRED", "STEP_IS_FINAL", "TAKE_BACK_PROPOSED", "STEP_RELIED_ON"],
} as const;
const keepStep = {
  to: "VERIFIED",
  event: "FindingStepKept",
  by: ["CLERK", "DIRECTOR", "APPROVER"],
  requires: ["TAKE_BACK_NOT_PROPOSED"],
} as const;
const takeVerificationBack = {
  to: "CLAIMED_DONE",
  event: "FindingVerificationTakenBack",
  by: ["DIRECTOR", "APPROVER"],
  requires: ["TAKE_BACK_NOT_PROPOSED", "SOMEBODY_ELSE_REQUIRED", "STEP_RELIED_ON"],
} as const;

/** What the director decided alone, the director takes back alone. */
const takeDecisionBack = { by: ["DIRECTOR"], requires: ["REASON_REQUIRED", "STEP_RELIED_ON"] } as const;

/** While nothing followed, by who did it or by the director. */
const takeBack = {
  by: ["CLERK", "DIRECTOR", "LEADER", "DEPUTY"],
  requires: ["REASON_REQUIRED", "NOT_YOUR_STEP"],
} as const;

export const findingTransitions = {
  DRAFT: {
    AGREE: { to: "TEAM_AGREED", event: "FindingTeamAgreed", by: ["CLERK", "DIRECTOR", "LEADER", "DEPUTY"] },
    DISMISS: dismiss,
  },
  TEAM_AGREED: {
    EXCHANGE_FACTS: {
      to: "FACTS_EXCHANGED",
      event: "FindingFactsExchanged",
      by: ["CLERK", "DIRECTOR", "LEADER", "DEPUTY"],
      requires: ["REPLY_REQUIRED"],
    },
    REPORT: {
      to: "REPORTED",
      event: "FindingReported",
      by: ["DIRECTOR", "LEADER"],
      requires: ["DIRECT_REPORT_REASON_REQUIRED", "EXCHANGE_TAKEN_BACK"],
    },
    TAKE_BACK: { ...takeBack, to: "DRAFT", event: "FindingAgreementTakenBack" },
    DISMISS: dismiss,
  },
  FACTS_EXCHANGED: {
    REPORT: { to: "REPORTED", event: "FindingReported", by: ["CLERK", "DIRECTOR", "LEADER"] },
    VERIFY_AT_ONCE: verifyAtOnce,
    TAKE_BACK: { ...takeBack, to: "TEAM_AGREED", event: "FindingExchangeTakenBack" },
    DISMISS: dismiss,
  },
  REPORTED: {
    FEED_BACK: { to: "FED_BACK", event: "FindingFedBack", by: ["PLATFORM"] },
    VERIFY_AT_ONCE: verifyAtOnce,
    DISMISS: { ...dismiss, by: ["DIRECTOR"] },
    TAKE_BACK: {
      to: "PREVIOUS",
      event: "FindingReportTakenBack",
      by: ["CLERK", "DIRECTOR", "LEADER"],
      requires: ["REASON_REQUIRED", "NOT_YOUR_STEP", "STEP_RELIED_ON"],
    },
  },
  FED_BACK: {
    TAKE_FEEDBACK_BACK: takeFeedbackBack,
    START_RECTIFICATION: { to: "RECTIFYING", event: "FindingRectificationStarted", by: ["PLATFORM"] },
    OBJECT: object,
  },
  RECTIFYING: { ...inRectification, TAKE_FEEDBACK_BACK: takeFeedbackBack },
  CLAIMED_DONE: {
    VERIFY: {
      to: "VERIFIED",
      event: "FindingVerified",
      by: ["DIRECTOR"],
      requires: ["SOMEBODY_ELSE_REQUIRED"],
    },
    RETURN: { to: "RECTIFYING", event: "FindingReturned", by: ["DIRECTOR"], requires: ["REASON_REQUIRED"] },
    TAKE_BACK: {
      to: "RECTIFYING",
      event: "FindingClaimTakenBack",
      by: ["CLERK", "DIRECTOR", "UNIT_LIAISON", "UNIT_HEAD"],
      requires: ["REASON_REQUIRED", "NOT_YOUR_STEP"],
    },
  },
  VERIFIED: {
    TAKE_FEEDBACK_BACK: { ...takeFeedbackBack, to: "VERIFIED" },
    FEED_BACK: { to: "VERIFIED", event: "FindingFedBackRectified", by: ["PLATFORM"] },
    CLOSE: { to: "CLOSED", event: "FindingClosed", by: ["DIRECTOR"], requires: ["NOT_FED_BACK", "TAKE_BACK_PROPOSED"] },
    OBJECT: object,
    REOPEN: reopen,
    PROPOSE_TAKE_BACK: proposeTakeBack,
    KEEP_STEP: keepStep,
    TAKE_BACK: takeVerificationBack,
  },
  CLOSED: { REOPEN: reopen, TAKE_BACK: { ...takeDecisionBack, to: "VERIFIED", event: "FindingClosureTakenBack" } },
  LONG_TERM: { REOPEN: reopen, TAKE_BACK: { ...takeDecisionBack, to: "PREVIOUS", event: "FindingLongTermTakenBack" } },
  OBJECTED: {
    UPHOLD: { to: "PREVIOUS", event: "FindingUpheld", by: ["DIRECTOR"], requires: ["REASON_REQUIRED"] },
    CORRECT: {
      to: "PREVIOUS",
      event: "FindingCorrected",
      by: ["DIRECTOR"],
      requires: ["REASON_REQUIRED", "TEXT_REQUIRED"],
    },
    WITHDRAW: { to: "WITHDRAWN", event: "FindingWithdrawn", by: ["DIRECTOR"], requires: ["REASON_REQUIRED"] },
  },
  WITHDRAWN: {},
  REOPENED: inRectification,
  DISMISSED: {},
} as const satisfies TransitionTable<FindingStatus, FindingCommand>;
