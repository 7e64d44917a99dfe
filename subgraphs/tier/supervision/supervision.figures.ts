import { closureRateOf, openOf } from "../../domain/finding/figures";
import { LONG_TERM_STATUS, RECTIFIED, UNCOUNTED } from "../../domain/finding/finding";
import { SMALL_CELL } from "../../domain/supervision/supervision";
import type { LinkedCount } from "../../storage/supervision/links.repository";
import type { TierContext } from "../context";
import type { TierSupervisionFigures, TierSupervisionPart } from "./supervision.type";

/** The merged figures of a joint supervision, over all tiers. Totals are the same for every member; of parts that are small nothing is
 * said to somebody who is recused from anything, since a part of few would tell of what is hidden. */
export async function supervisionFigures(context: TierContext, id: string): Promise<TierSupervisionFigures> {
  const counts = await context.loaders.linkedCounts.load(id);
  const offices = [...new Set(counts.map(({ officeCode }) => officeCode))];
  const isRecused = context.standing.recusals.length > 0;
  const parts = offices.map((officeCode): TierSupervisionPart => {
    const { total, open, rectified } = figuresOf(counts.filter((each) => each.officeCode === officeCode));
    const isHidden = isRecused && total < SMALL_CELL;
    return isHidden ? { officeCode, total: null, open: null, rectified: null } : { officeCode, total, open, rectified };
  });
  return { ...figuresOf(counts), parts, concludedAt: counts[0]?.concludedAt ?? null };
}

function figuresOf(counts: readonly LinkedCount[]) {
  const sum = (of: (status: string) => boolean) =>
    counts.reduce((total, { status, count }) => total + (of(status) ? count : 0), 0);
  const total = sum((status) => !(UNCOUNTED as readonly string[]).includes(status));
  const rectified = sum((status) => (RECTIFIED as readonly string[]).includes(status));
  const longTerm = sum((status) => status === LONG_TERM_STATUS);
  const figures = { total, rectified, longTerm, notSubmitted: 0 };
  return { total, rectified, longTerm, open: openOf(figures), closureRate: closureRateOf(figures) ?? null };
}
