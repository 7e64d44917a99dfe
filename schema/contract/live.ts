/** What gateway and tier agree on about subscriptions (docs/LIVE.md): the gateway asks for what comes after a cursor. */
export const LIVE_PATH = "/live";
/** Who several people are, in one question. */
export const STANDINGS_PATH = "/standings";
export const MOST_STANDINGS = 500;
/** How long a tier waits at most for something to tell. */
export const LIVE_WAIT_MS = 20_000;
/** Events in one answer. */
export const MOST_EVENTS = 100;
/** The roots of a tier end with one of these; the argument in which a client gives a cursor back. */
export const CURSOR_ARGUMENT = "after";

/** Why something in between is missing. */
export const RESYNC_REASONS = ["TOO_OLD", "OTHER_HISTORY", "SLOW_READER", "RIGHTS_CHANGED"] as const;
export type ResyncReason = (typeof RESYNC_REASONS)[number];

export interface LiveQuestion {
  /** the primary fetch of the subscription's plan */
  query: string;
  operationName?: string | null;
  variables: Record<string, unknown>;
  /** null: from now on; the answer begins with an opening event then */
  after: string | null;
  /** not beyond this cursor, and without waiting */
  upTo?: string;
  /** nothing but an opening event at the cursor: for a reader who joins, or who has missed something */
  opening?: "JOINS" | ResyncReason;
  /** milliseconds to wait for something to tell */
  waitMs: number;
}

export interface LiveAnswer {
  /** in the order of the tier's journal; `number` is the place in it */
  events: { number: number; body: { data?: Record<string, unknown> | null; errors?: unknown[] } }[];
  /** up to here there is nothing more than these events */
  cursor: string;
  number: number;
  /** whether more is there already */
  more: boolean;
  /** milliseconds from the question's arrival to the look that the answer tells of; without it, none. Whoever asked knows by it how old
   * the answer is when it arrives, also where it was held up on the way. */
  waitedMs?: number;
}

/** Who a shared question is asked as: nobody in particular. No account has such an id, so that nothing personal is found. */
export function nobodyOf(tierName: string): string {
  return `${tierName}:~`;
}
