import type { TierContext } from "../context";
import { betraysRegion, counts, withRates } from "../figures/figures.service";
import type { TierFigure } from "./live.type";

/** What is followed of the figures, in the order in which cursors hold it: at the end only, what is new. */
const NUMBERS = [
  "total",
  "open",
  "rectified",
  "longTerm",
  "notSubmitted",
  "closureRate",
  "overdue",
  "overdueReviews",
  "rounds",
  "units",
  "dueSoon",
] as const;

/** @returns null where the caller counts nothing in this region */
export async function countNumbers(context: TierContext, region: string): Promise<(number | null)[] | null> {
  if (!counts(context, region) || (await betraysRegion(context, region))) return null;
  const { figures, overdue, dueSoon, spread } = context.loaders;
  const [row, late, soon, wide] = await Promise.all([
    figures.load(region),
    overdue.load(region),
    dueSoon.load(region),
    spread.load(region),
  ]);
  if (!row) return null;
  const { overdueReviews = 0, overdue: overdueNow = 0 } = late ?? {};
  const { rounds = 0, units = 0 } = wide ?? {};
  const all = { ...withRates(row), overdue: overdueNow, overdueReviews, rounds, units, dueSoon: soon?.dueSoon ?? 0 };
  return NUMBERS.map((name) => all[name]);
}

/** @param before what the reader has; undefined where it has nothing */
export function changedNumbers(
  now: readonly (number | null)[],
  before?: readonly (number | null)[] | null,
): TierFigure[] {
  return NUMBERS.flatMap((name, i) =>
    before && i < before.length && before[i] === now[i] ? [] : [{ name, value: now[i] ?? null }],
  );
}
