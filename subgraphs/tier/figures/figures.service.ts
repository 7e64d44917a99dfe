import { isUnder } from "../../../schema/contract/regionCode";
import { TIERS } from "../../../schema/contract/tier";
import type { Completeness } from "../../domain/figures/completeness";
import { daysOverdue } from "../../domain/figures/overdue";
import { closureRateOf, openOf } from "../../domain/finding/figures";
import { FIGURES_READERS } from "../../domain/office/office";
import type { CountsRow } from "../../storage/figures/figures.repository";
import type { OverdueRow } from "../../storage/figures/overdue.repository";
import type { TierContext } from "../context";

/** Whether the caller counts what lies in a region: the own area, in the own tier and those below. What a tier above has found
 * there is not the caller's to count, and a zero would say that there is nothing. */
export function counts({ standing, profile }: TierContext, region: string): boolean {
  return (
    isUnder(region, standing.office) &&
    TIERS.indexOf(profile.tier) >= TIERS.indexOf(standing.tier) &&
    standing.roles.some((role) => FIGURES_READERS.includes(role))
  );
}

/** With what follows from the counts. */
export function withRates<Row extends CountsRow>(row: Row) {
  return { ...row, open: openOf(row), closureRate: closureRateOf(row) ?? null };
}

export const NOTHING: CountsRow = { total: 0, rectified: 0, longTerm: 0, notSubmitted: 0 };

export function overdueDays(row: Pick<OverdueRow, "earliestDueOn"> | undefined, today: string): number | null {
  return row?.earliestDueOn ? daysOverdue(row.earliestDueOn, today) : null;
}

export function waitDays({ waitingSince }: Pick<Completeness, "waitingSince">, today: string): number | null {
  return waitingSince ? daysOverdue(waitingSince, today) : null;
}
