import { isUnder, type RegionCode } from "../../../schema/contract/regionCode";
import { TIERS } from "../../../schema/contract/tier";
import type { Completeness } from "../../domain/figures/completeness";
import { daysOverdue } from "../../domain/figures/overdue";
import { isSmall, readsFiguresOf } from "../../domain/figures/readers";
import { closureRateOf, openOf } from "../../domain/finding/figures";
import type { CountsRow } from "../../storage/figures/figures.repository";
import type { OverdueRow } from "../../storage/figures/overdue.repository";
import type { TierContext } from "../context";

/** Whether the caller counts what lies in a region: the own area, in the own tier and those below. What a tier above has found
 * there is not the caller's to count, and a zero would say that there is nothing. */
export function counts({ standing, profile }: TierContext, region: RegionCode): boolean {
  return (
    isUnder(region, standing.office) &&
    TIERS.indexOf(profile.tier) >= TIERS.indexOf(standing.tier) &&
    readsFiguresOf(standing.roles, region)
  );
}

/** With what follows from the counts. */
export function withRates<Row extends CountsRow>(row: Row) {
  return { ...row, open: openOf(row), closureRate: closureRateOf(row) ?? null };
}

export const NOTHING: CountsRow = { total: 0, rectified: 0, longTerm: 0, notSubmitted: 0 };

export function sumOf(rows: readonly CountsRow[]): CountsRow {
  const sum = (of: (row: CountsRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    total: sum((row) => row.total),
    rectified: sum((row) => row.rectified),
    longTerm: sum((row) => row.longTerm),
    notSubmitted: sum((row) => row.notSubmitted),
  };
}

export function overdueDays(row: Pick<OverdueRow, "earliestDueOn"> | undefined, today: string): number | null {
  return row?.earliestDueOn ? daysOverdue(row.earliestDueOn, today) : null;
}

export function waitDays({ waitingSince }: Pick<Completeness, "waitingSince">, today: string): number | null {
  return waitingSince ? daysOverdue(waitingSince, today) : null;
}

/** Whether a recusal hides a part of a round, or of a target, from the caller: what is counted of it would betray that part.
 * Who is recused from nothing is not asked. */
export async function betrays(context: TierContext, of: "round" | "target", id: string): Promise<boolean> {
  if (context.standing.recusals.length === 0) return false;
  const { roundPartlyHidden, targetPartlyHidden } = context.loaders;
  return Boolean(await (of === "round" ? roundPartlyHidden : targetPartlyHidden).load(id));
}

/** The same of a region: from the county up totals stay as they are for everybody; a township or a village that holds
 * something from which the caller is recused is not counted for the caller. */
export async function betraysRegion(context: TierContext, region: RegionCode): Promise<boolean> {
  if (!isSmall(region) || context.standing.recusals.length === 0) return false;
  return Boolean(await context.loaders.regionWithRecused.load(region));
}
