import type { FindingStatus } from "../words/index";
import { type TierOfRows, tierNamed } from "./tiers";

export const COLUMNS = [
  "ordinal",
  "title",
  "unit",
  "region",
  "office",
  "focus",
  "category",
  "liveStatus",
  "liveStatusAt",
  "status",
  "basis",
  "openedAt",
  "dueOn",
] as const;
export type ColumnName = (typeof COLUMNS)[number];

/** As the lists can be sorted, the usual one first. */
export const SORTS = ["NEWEST", "CHANGED", "NUMBER", "DUE"] as const;
export type Sort = (typeof SORTS)[number];

/** Days by which a ledger can be narrowed down, both ends included. */
export const RANGES = ["found", "fedBack", "due"] as const;
export type RangeName = (typeof RANGES)[number];
export interface DayRange {
  from?: string;
  until?: string;
}

/** The colours that somebody is warned by. */
export const ALERT_COLOURS = ["YELLOW", "RED"] as const;
export type AlertColour = (typeof ALERT_COLOURS)[number];

/** What a ledger is narrowed down to. */
interface Narrowing extends Record<RangeName, DayRange> {
  region: string;
  status: readonly FindingStatus[];
  colour: AlertColour;
  focus: string;
  category: string;
  round: string;
  target: string;
  unit: string;
}
export type FilterName = keyof Narrowing;

/** What a ledger shows, as its address says it: the address can be sent, and shows the reader what that reader may see. What is searched
 * for is no part of it. */
export interface LedgerPlace extends Partial<Narrowing> {
  tier: TierOfRows;
  /** the usual one where it is not said */
  sort?: Sort;
  /** the usual ones where they are not said */
  columns?: readonly ColumnName[];
}

interface Filter<Value> {
  /** as its address says it; undefined: it is set to nothing */
  written(value: Value): string | undefined;
  read(text: string): Value | undefined;
  /** as the lists and the export take it */
  sent(value: Value): object;
  /** only the own office's book knows it */
  ofOwnBook?: true;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

const sentAs = (name: string): Filter<string> => ({
  written: (value) => value,
  read: (text) => text,
  sent: (value) => ({ [name]: value }),
});

const days = (name: RangeName): Filter<DayRange> => ({
  written: ({ from = "", until = "" }) => (from || until ? `${from}..${until}` : undefined),
  read(text) {
    const [from = "", until = ""] = text.split("..").map((day) => (DAY.test(day) ? day : ""));
    return from || until ? { ...(from && { from }), ...(until && { until }) } : undefined;
  },
  sent: (value) => ({ [name]: value }),
});

/** Every filter, in the order in which they are told: a new one is an entry here, in `Narrowing`, and on paper. */
const FILTERS: { readonly [Name in FilterName]: Filter<Narrowing[Name]> } = {
  region: sentAs("region"),
  status: {
    written: (statuses) => statuses.join(",") || undefined,
    read: (text) => text.split(",").filter(Boolean) as FindingStatus[],
    sent: (statuses) => ({ liveStatus: [...statuses] }),
  },
  colour: {
    written: (colour) => colour,
    read: (text) => ALERT_COLOURS.find((name) => name === text),
    sent: (colour) => ({ colour: [colour] }),
  },
  focus: sentAs("focus"),
  category: sentAs("category"),
  round: sentAs("roundId"),
  target: sentAs("targetId"),
  unit: sentAs("unitId"),
  found: days("found"),
  fedBack: { ...days("fedBack"), ofOwnBook: true },
  due: { ...days("due"), ofOwnBook: true },
};
export const FILTER_NAMES = Object.keys(FILTERS) as readonly FilterName[];

/** Days that no other book than the own one can be narrowed down by. */
export const RANGES_OF_OWN_BOOK: readonly RangeName[] = RANGES.filter((name) => FILTERS[name].ofOwnBook);

/** The filters that are set to something, each with its text. */
function setIn(place: LedgerPlace): { name: FilterName; filter: Filter<unknown>; value: unknown; text: string }[] {
  return FILTER_NAMES.flatMap((name) => {
    const [filter, value] = [FILTERS[name] as Filter<unknown>, place[name]];
    const text = value === undefined ? undefined : filter.written(value);
    return text ? [{ name, filter, value, text }] : [];
  });
}

export function ledgerLink(place: LedgerPlace): string {
  return `/ledger?${queryOf(place)}`;
}

export function queryOf(place: LedgerPlace): string {
  const { tier, sort, columns } = place;
  const query = new URLSearchParams({ tier });
  for (const { name, text } of setIn(place)) query.set(name, text);
  if (sort && sort !== SORTS[0]) query.set("sort", sort);
  if (columns) query.set("columns", columns.join(","));
  return query.toString();
}

/** @param usual the tier of the reader's own office */
export function placeOf(search: string, usual: TierOfRows): LedgerPlace {
  const query = new URLSearchParams(search);
  const filters = FILTER_NAMES.flatMap((name) => {
    const text = query.get(name);
    const value = text ? FILTERS[name].read(text) : undefined;
    return value === undefined ? [] : [[name, value]];
  });
  const sort = SORTS.find((name) => name === query.get("sort"));
  const named = query.get("columns")?.split(",");
  const columns = named && COLUMNS.filter((name) => named.includes(name));
  return {
    tier: tierNamed(query.get("tier")) ?? usual,
    ...Object.fromEntries(filters),
    ...(sort && { sort }),
    ...(columns?.length && { columns }),
  };
}

/** As the lists and the export take it. */
export function filterOf(place: LedgerPlace): Record<string, unknown> {
  return Object.assign({}, ...setIn(place).map(({ filter, value }) => filter.sent(value)));
}

/** Sorted by anything but the newest, or by days that stand in the book alone, only the own office's book is listed.
 * @param own the tier of the reader's own office */
export function listsNothingElsewhere(place: LedgerPlace, own: string): boolean {
  const { tier, sort } = place;
  const isOfOwnBook = setIn(place).some(({ filter }) => filter.ofOwnBook);
  return tier !== own && (isOfOwnBook || Boolean(sort && sort !== SORTS[0]));
}
