import type { RegionCode } from "../../../schema/contract/regionCode";
import { IMMEDIATE_ACTION_KINDS } from "../../domain/immediateAction/immediateAction";
import { amountOf, qualifierOf } from "../../domain/immediateAction/recovery";
import { FIGURES_READERS } from "../../domain/office/office";
import type { ImmediateActionCount } from "../../storage/immediateAction/figures.repository";
import type { TierContext } from "../context";
import type { TierImmediateActionFigures } from "./figures.type";

/** Whether the caller counts what an office did at once: it is of that office's own people and screens. */
export function countsActionsOf({ standing }: TierContext, office: RegionCode): boolean {
  return standing.office === office && standing.roles.some((role) => FIGURES_READERS.includes(role));
}

/** @param counts one for each kind that there is
 * @param asOf instant of the count */
export function figuresFrom(counts: readonly ImmediateActionCount[], asOf: string): TierImmediateActionFigures {
  const kinds = IMMEDIATE_ACTION_KINDS.map((kind) => {
    const { confirmed = 0, open = 0 } = counts.find((each) => each.kind === kind) ?? {};
    return { kind, confirmed, open };
  });
  const sums = counts.map((each) => each.recoveredFen).filter((sum) => sum !== null);
  const fen = sums.reduce((sum, each) => sum + BigInt(each), 0n);
  return {
    kinds,
    confirmed: total(kinds.map(({ confirmed }) => confirmed)),
    open: total(kinds.map(({ open }) => open)),
    recovered: sums.length
      ? { amount: amountOf(fen), qualifier: qualifierOf(counts.some((each) => each.recoveredAtLeast)) }
      : null,
    peopleHelped: helped(counts.map(({ peopleHelped, peopleAtLeast }) => [peopleHelped, peopleAtLeast])),
    householdsHelped: helped(
      counts.map(({ householdsHelped, householdsAtLeast }) => [householdsHelped, householdsAtLeast]),
    ),
    synthetic: counts.some((each) => each.synthetic),
    asOf,
  };
}

function helped(parts: readonly (readonly [count: number | null, atLeast: boolean | null])[]) {
  const counted = parts.flatMap(([count]) => count ?? []);
  const atLeast = parts.some(([, isAtLeast]) => isAtLeast);
  return counted.length ? { count: total(counted), qualifier: qualifierOf(atLeast) } : null;
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
