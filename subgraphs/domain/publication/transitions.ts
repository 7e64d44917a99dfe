import type { TransitionTable } from "../lifecycle";
import type { PublicationCommand, PublicationStatus, ReceivedCommand } from "./publication";

const recall = {
  to: "RECALLED",
  event: "PublicationRecalled",
  by: ["DIRECTOR"],
  requires: ["LAST_STANDING_VERSION_REQUIRED", "REASON_REQUIRED"],
} as const;

/** Accepted, a version is locked: nothing but a recall ends it. A correction is the next version. Recalled is from the last one back: what a
 * later version has taken the place of stays as what was told before it, and is recalled once that one is. So nobody thins out the
 * history under a version that stands, and no word stays above that its office can't take back. */
export const publicationTransitions = {
  SUBMITTED: {
    RECALL: recall,
    ACCEPT: { to: "ACCEPTED", event: "PublicationAccepted", by: ["PLATFORM"] },
    RETURN: { to: "RETURNED", event: "PublicationReturned", by: ["PLATFORM"] },
  },
  ACCEPTED: { RECALL: recall },
  RETURNED: { RECALL: recall },
  RECALLED: {},
} as const satisfies TransitionTable<PublicationStatus, PublicationCommand>;

const recalled = { to: "RECALLED", event: "PublicationRecalled", by: ["PLATFORM"] } as const;

/** The same version in the office that received it. */
export const receivedPublicationTransitions = {
  SUBMITTED: {
    ACCEPT: {
      to: "ACCEPTED",
      event: "PublicationAccepted",
      by: ["DIRECTOR"],
      requires: ["DIRECT_SUPERIOR_REQUIRED", "CURRENT_VERSION_REQUIRED", "SOMEBODY_ELSE_REQUIRED"],
    },
    RETURN: {
      to: "RETURNED",
      event: "PublicationReturned",
      by: ["DIRECTOR"],
      requires: ["DIRECT_SUPERIOR_REQUIRED", "CURRENT_VERSION_REQUIRED", "REASON_REQUIRED"],
    },
    RECALL: recalled,
  },
  ACCEPTED: { RECALL: recalled },
  RETURNED: { RECALL: recalled },
  RECALLED: {},
} as const satisfies TransitionTable<PublicationStatus, ReceivedCommand>;
