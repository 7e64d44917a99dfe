import { type LedgerPlace, queryOf } from "../rules/ledgerPlace";

/** A choice of filters, sort and columns that somebody wants again. */
export interface SavedView {
  name: string;
  query: string;
}

const KEY = "inspection.ledger-views";
const MOST = 30;

/** Kept on the machine, for each account apart: filters, sort and columns, never words that were searched for. */
export function readViews(person: string): SavedView[] {
  try {
    const all = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Record<string, SavedView[]>;
    return all[person] ?? [];
  } catch {
    return []; // what somebody else wrote there
  }
}

export function keepViews(person: string, views: readonly SavedView[]): void {
  try {
    const all = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Record<string, readonly SavedView[]>;
    localStorage.setItem(KEY, JSON.stringify({ ...all, [person]: views.slice(0, MOST) }));
  } catch {
    // a browser that keeps nothing: the views hold for this page alone
  }
}

export function viewOf(name: string, place: LedgerPlace): SavedView {
  return { name, query: queryOf(place) };
}
