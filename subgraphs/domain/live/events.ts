import { findingTransitions } from "../finding/transitions";
import { PREVIOUS } from "../lifecycle";

/** 关注 What can be followed live, in the order in which a screen would list it. */
export const LIVE_EVENTS = [
  "PUBLICATION_SUBMITTED",
  "PUBLICATION_ACCEPTED",
  "PUBLICATION_RETURNED",
  "PUBLICATION_RECALLED",
  "FINDING_STATUS_CHANGED",
  "ALERT_YELLOW",
  "ALERT_RED",
] as const;
export type LiveEvent = (typeof LIVE_EVENTS)[number];

const OF_PUBLICATION: Record<string, LiveEvent> = {
  PublicationSubmitted: "PUBLICATION_SUBMITTED",
  PublicationAccepted: "PUBLICATION_ACCEPTED",
  PublicationReturned: "PUBLICATION_RETURNED",
  PublicationRecalled: "PUBLICATION_RECALLED",
};
const OF_ALERT: Record<string, LiveEvent> = { AlertTurnedYellow: "ALERT_YELLOW", AlertTurnedRed: "ALERT_RED" };

/** Which status a finding took with each event of the journal; PREVIOUS where the entry says it. */
const STATUS_OF = new Map<string, string>(
  Object.entries(findingTransitions).flatMap(([from, edges]) =>
    Object.values(edges).flatMap(({ to, event }) => (to === from ? [] : [[event, to] as const])),
  ),
);

export interface Followed {
  kind: LiveEvent;
  /** which the finding took */
  findingStatus?: string;
}

/** @param status what the entry says of the status that the object went back to
 * @returns undefined for what nobody follows */
export function followedOf(objectKind: string, event: string, status: unknown): Followed | undefined {
  if (objectKind === "Publication") return kindOf(OF_PUBLICATION[event]);
  if (objectKind === "Alert") return kindOf(OF_ALERT[event]);
  if (objectKind !== "Finding") return undefined;
  const reached = STATUS_OF.get(event);
  const findingStatus = reached === PREVIOUS ? status : reached;
  return typeof findingStatus === "string" ? { kind: "FINDING_STATUS_CHANGED", findingStatus } : undefined;
}

function kindOf(kind: LiveEvent | undefined): Followed | undefined {
  return kind && { kind };
}
