import type { TransitionTable } from "../lifecycle";
import type { PublicationCommand, PublicationStatus } from "./publication";

const recall = {
  to: "RECALLED",
  event: "PublicationRecalled",
  by: ["DIRECTOR"],
  requires: ["REASON_REQUIRED"],
} as const;

export const publicationTransitions = {
  SUBMITTED: { RECALL: recall },
  ACCEPTED: { RECALL: recall },
  RETURNED: { RECALL: recall },
  RECALLED: {},
} as const satisfies TransitionTable<PublicationStatus, PublicationCommand>;
