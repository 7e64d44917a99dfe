import { ledgerLink } from "../rules/ledgerPlace";
import type { TierOfRows } from "../rules/tiers";
import type { FindingStatus } from "../words";

/** What every slice of figures has, whichever tier counted it. */
export interface Figures {
  total: number;
  open: number;
  overdue: number;
  rectified: number;
  longTerm: number;
  closureRate?: number | null;
}

export interface Completeness {
  enrolled: number;
  onPaper: number;
  notEnrolled: number;
  silent: number;
  late: number;
  expected: number;
  received: number;
}

export type FigureName = keyof Figures;

/** The statuses that a figure counts, for the rows behind it. Overdue is counted from the dates, so that its rows are among the
 * open ones. */
const OPEN: FindingStatus[] = [
  "TEAM_AGREED",
  "FACTS_EXCHANGED",
  "REPORTED",
  "FED_BACK",
  "OBJECTED",
  "RECTIFYING",
  "CLAIMED_DONE",
  "REOPENED",
];
const STATUSES: Record<FigureName, FindingStatus[]> = {
  open: OPEN,
  overdue: OPEN,
  rectified: ["VERIFIED", "CLOSED"],
  closureRate: ["VERIFIED", "CLOSED"],
  longTerm: ["LONG_TERM"],
  total: [...OPEN, "VERIFIED", "CLOSED", "LONG_TERM"],
};

/** Where the rows behind a figure are. */
export function rowsBehind(figure: FigureName, tier: TierOfRows, region: string): string {
  return ledgerLink({ tier, region, status: STATUSES[figure] });
}

/** Offices that take part and have filed nothing: their figures are no zeros. */
export function isSilent(completeness: Completeness | undefined): boolean {
  return completeness !== undefined && completeness.enrolled + completeness.onPaper <= completeness.silent;
}
