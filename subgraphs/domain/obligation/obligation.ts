import { plusDays, plusMonths } from "../deadline/days";

/** 周督促、月研判、季汇报: what an office does again and again while a unit rectifies. */
export const OBLIGATION_KINDS = ["WEEKLY_URGING", "MONTHLY_ASSESSMENT", "QUARTERLY_REPORT"] as const;
export type ObligationKind = (typeof OBLIGATION_KINDS)[number];

export const OBLIGATION_STATUSES = ["SCHEDULED", "DONE", "LAPSED"] as const;
export type ObligationStatus = (typeof OBLIGATION_STATUSES)[number];

/** LAPSE follows from the target, whose feedback is withdrawn as a whole. */
export const OBLIGATION_COMMANDS = ["FULFIL", "TAKE_BACK", "LAPSE"] as const;
export type ObligationCommand = (typeof OBLIGATION_COMMANDS)[number];

/** When the n-th one is due: at the end of the n-th week, month or quarter of the rectification.
 * @param ordinal from 1 */
export function obligationDueOn(kind: ObligationKind, startedOn: string, ordinal: number): string {
  if (kind === "WEEKLY_URGING") return plusDays(startedOn, 7 * ordinal);
  return plusMonths(startedOn, (kind === "MONTHLY_ASSESSMENT" ? 1 : 3) * ordinal);
}

/** The numbers that are missing today: those after the last one that there is, up to the period that today lies in. Where
 * there is none yet, only the present one: nobody could have kept what was over when the book was entered.
 * @param last the number of the last one, undefined where there is none */
export function ordinalsToSchedule(
  kind: ObligationKind,
  startedOn: string,
  last: number | undefined,
  today: string,
): number[] {
  let present = last ?? 1;
  while (obligationDueOn(kind, startedOn, present) < today) present += 1;
  const first = last === undefined ? present : last + 1;
  return Array.from({ length: Math.max(0, present - first + 1) }, (_, i) => first + i);
}
