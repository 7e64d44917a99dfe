import type { TransitionTable } from "../lifecycle";
import {
  CLUE_RECEIVERS,
  type ClueCommand,
  type ClueReceiptCommand,
  type ClueReceiptStatus,
  type ClueStatus,
} from "./clue";

const seal = {
  to: "SEALED",
  event: "ClueSealed",
  by: ["CUSTODIAN"],
  requires: ["REASON_REQUIRED", "SOMEBODY_ELSE_REQUIRED"],
} as const;
const approve = {
  to: "APPROVED_TO_TRANSFER",
  event: "ClueTransferApproved",
  by: ["CUSTODIAN"],
  requires: ["SOMEBODY_ELSE_REQUIRED"],
} as const;
const returned = { to: "RETURNED", event: "ClueReturned", by: ["PLATFORM"] } as const;
const proposed = { to: "DISPOSAL_PROPOSED", event: "ClueDisposalProposed", by: ["PLATFORM"] } as const;

/** The sender's side. From IN_TRANSIT on it follows the receiver's receipt. */
export const clueTransitions = {
  REGISTERED: { APPROVE: approve, SEAL: seal },
  APPROVED_TO_TRANSFER: {
    REFER: {
      to: "IN_TRANSIT",
      event: "ClueReferred",
      by: ["CUSTODIAN"],
      requires: ["SOMEBODY_ELSE_REQUIRED", "CLUE_HAS_NO_ROUTE", "CLUE_TO_SUBJECTS_OFFICE", "CLUE_ROUTE_DIFFERS"],
    },
  },
  IN_TRANSIT: {
    RECEIVE: { to: "RECEIVED", event: "ClueReceived", by: ["PLATFORM"] },
    RETURN: returned,
  },
  RECEIVED: { PROPOSE_DISPOSAL: proposed, RETURN: returned },
  DISPOSAL_PROPOSED: {
    DECIDE_DISPOSAL: { to: "IN_DISPOSAL", event: "ClueDisposalDecided", by: ["PLATFORM"] },
    REJECT_DISPOSAL: { to: "RECEIVED", event: "ClueDisposalRejected", by: ["PLATFORM"] },
  },
  IN_DISPOSAL: {
    PROPOSE_DISPOSAL: proposed,
    CONCLUDE: { to: "CONCLUDED", event: "ClueConcluded", by: ["PLATFORM"] },
  },
  CONCLUDED: { SEAL: seal },
  RETURNED: { APPROVE: approve, SEAL: seal },
  SEALED: {},
} as const satisfies TransitionTable<ClueStatus, ClueCommand>;

const giveBack = { to: "RETURNED", event: "ClueReturned", by: CLUE_RECEIVERS, requires: ["REASON_REQUIRED"] } as const;
const propose = {
  to: "DISPOSAL_PROPOSED",
  event: "ClueDisposalProposed",
  by: CLUE_RECEIVERS,
  requires: ["DISPOSAL_REQUIRED"],
} as const;

/** The receiver's receipt. Whoever proposes a disposal does not decide it. */
export const clueReceiptTransitions = {
  IN_TRANSIT: {
    RECEIVE: { to: "RECEIVED", event: "ClueReceived", by: CLUE_RECEIVERS },
    RETURN: giveBack,
  },
  RECEIVED: { PROPOSE_DISPOSAL: propose, RETURN: giveBack },
  DISPOSAL_PROPOSED: {
    DECIDE_DISPOSAL: {
      to: "IN_DISPOSAL",
      event: "ClueDisposalDecided",
      by: CLUE_RECEIVERS,
      requires: ["SOMEBODY_ELSE_REQUIRED"],
    },
    REJECT_DISPOSAL: {
      to: "RECEIVED",
      event: "ClueDisposalRejected",
      by: CLUE_RECEIVERS,
      requires: ["REASON_REQUIRED", "SOMEBODY_ELSE_REQUIRED"],
    },
  },
  IN_DISPOSAL: {
    PROPOSE_DISPOSAL: propose,
    CONCLUDE: {
      to: "CONCLUDED",
      event: "ClueConcluded",
      by: CLUE_RECEIVERS,
      requires: ["REASON_REQUIRED", "OUTCOME_REQUIRED"],
    },
  },
  CONCLUDED: {},
  RETURNED: {},
} as const satisfies TransitionTable<ClueReceiptStatus, ClueReceiptCommand>;
