import { tierOfOffice } from "../../../schema/contract/regionCode";
import type { ClueReceiptCommand } from "./clue";
import { type Custody, partsOfCustody } from "./custody";

/** What one custody tells another of a clue. `ClueReceived`: somebody signed for what was handed over, whichever way. */
export const PARCEL_KINDS = ["ClueReferred", "ClueReceived", "ClueReturned", "ClueDisposal", "ClueConcluded"] as const;
export type ParcelKind = (typeof PARCEL_KINDS)[number];

/** By which event of the journal a parcel leaves: it stands in the record of the clue. */
export const SENT: Record<ParcelKind, string> = {
  ClueReferred: "ClueReferralSent",
  ClueReceived: "ClueReceiptSent",
  ClueReturned: "ClueReturnSent",
  ClueDisposal: "ClueDisposalSent",
  ClueConcluded: "ClueConclusionSent",
};

/** What a step of the receiver is told by. */
export const PARCEL_OF_STEP: Record<ClueReceiptCommand, ParcelKind> = {
  RECEIVE: "ClueReceived",
  RETURN: "ClueReturned",
  PROPOSE_DISPOSAL: "ClueDisposal",
  DECIDE_DISPOSAL: "ClueDisposal",
  REJECT_DISPOSAL: "ClueDisposal",
  CONCLUDE: "ClueConcluded",
};

/** Why a parcel was set aside: nothing of it was taken over. */
const SET_ASIDE_REASONS = [
  /** it is not signed by whom it names, was changed, or is not for this custody */
  "NOT_AUTHENTIC",
  /** what it says is not what its kind says */
  "UNREADABLE",
  /** it was here before, or something later was */
  "OVERTAKEN",
  /** its chain of custody does not hold, or contradicts the one that is here */
  "CHAIN_BROKEN",
  /** the subject works in the receiver's region: nobody there may have it */
  "TO_SUBJECTS_OFFICE",
  /** its statuses can't be */
  "IMPOSSIBLE",
] as const;
export type SetAsideReason = (typeof SET_ASIDE_REASONS)[number];

/** Whether parcels go between two custodies: of one province, and of different tiers. Within a tier nothing has to travel. */
export function goesByParcel(from: Custody, to: Custody): boolean {
  const [source, destination] = [partsOfCustody(from).office, partsOfCustody(to).office];
  return mayCarryClues(source, destination);
}

export function mayCarryClues(source: string, destination: string): boolean {
  return source.slice(0, 2) === destination.slice(0, 2) && tierOfOffice(source) !== tierOfOffice(destination);
}
