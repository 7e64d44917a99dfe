import type { FindingStatus } from "../../../subgraphs/domain/finding/finding";

/** The status from which a finding usually comes to each status, null where it begins. */
export const BEFORE: Record<FindingStatus, FindingStatus | null> = {
  DRAFT: null,
  TEAM_AGREED: "DRAFT",
  FACTS_EXCHANGED: "TEAM_AGREED",
  REPORTED: "FACTS_EXCHANGED",
  FED_BACK: "REPORTED",
  RECTIFYING: "FED_BACK",
  CLAIMED_DONE: "RECTIFYING",
  VERIFIED: "CLAIMED_DONE",
  CLOSED: "VERIFIED",
  LONG_TERM: "RECTIFYING",
  OBJECTED: "FED_BACK",
  WITHDRAWN: "OBJECTED",
  REOPENED: "CLOSED",
  DISMISSED: "DRAFT",
};

/** The steps that a finding has behind it. */
interface Walked {
  status: FindingStatus;
  previous: FindingStatus | null;
  /** 1 as it was recorded, and one more for each step */
  version: number;
  /** whether the unit was heard, and whether it has claimed to be done */
  replied: boolean;
  claimed: boolean;
}

export function walkTo(status: FindingStatus): Walked {
  const way = wayTo(status);
  return {
    status,
    previous: BEFORE[status],
    version: way.length,
    replied: way.includes("FACTS_EXCHANGED"),
    claimed: way.includes("CLAIMED_DONE"),
  };
}

function wayTo(status: FindingStatus): FindingStatus[] {
  const before = BEFORE[status];
  return before ? [...wayTo(before), status] : [status];
}
