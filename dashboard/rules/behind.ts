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

/** Where the rows behind a figure are. Days on which something is due stand in the own book alone: elsewhere what has a colour is
 * among what is open.
 * @param own the tier of the reader's own office */
export function rowsBehind(
  figure: CountedFigure,
  place: Pick<LedgerPlace, "region" | "round" | "category"> & { tier: TierOfRows },
  own: string,
): string {
  const colour = place.tier === own ? COLOURS[figure] : undefined;
  return ledgerLink({
    ...place,
    status: STATUSES[figure],
    ...(colour && { colour, sort: "DUE" }),
  });
}
