import type { FindingStatus } from "../words/index";
import { type AlertColour, type LedgerPlace, ledgerLink } from "./ledgerPlace";
import type { TierOfRows } from "./tiers";

type CountedFigure = "total" | "open" | "overdue" | "dueSoon" | "rectified" | "longTerm" | "closureRate";

const OPEN: readonly FindingStatus[] = [
  "TEAM_AGREED",
  "FACTS_EXCHANGED",
  "REPORTED",
  "FED_BACK",
  "OBJECTED",
  "RECTIFYING",
  "CLAIMED_DONE",
  "REOPENED",
];

/** The statuses that a figure counts. */
const STATUSES: Readonly<Record<CountedFigure, readonly FindingStatus[]>> = {
  open: OPEN,
  overdue: OPEN,
  dueSoon: OPEN,
  rectified: ["VERIFIED", "CLOSED"],
  closureRate: ["VERIFIED", "CLOSED"],
  longTerm: ["LONG_TERM"],
  total: [...OPEN, "VERIFIED", "CLOSED", "LONG_TERM"],
};

const COLOURS: Partial<Record<CountedFigure, AlertColour>> = { overdue: "RED", dueSoon: "YELLOW" };

/** Where the rows behind a figure are. The own book sorts them by the day on which they are due, which no other list has.
 * @param own the tier of the reader's own office */
export function rowsBehind(
  figure: CountedFigure,
  place: Pick<LedgerPlace, "region" | "round" | "category"> & { tier: TierOfRows },
  own: string,
): string {
  const colour = COLOURS[figure];
  return ledgerLink({
    ...place,
    status: STATUSES[figure],
    ...(colour && { colour }),
    ...(colour && place.tier === own && { sort: "DUE" }),
  });
}
