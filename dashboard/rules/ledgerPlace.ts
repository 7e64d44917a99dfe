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

/** What a ledger shows, as its address says it: the address can be sent, and shows the reader what that reader may see. What is searched
 * for is no part of it. */
export interface LedgerPlace extends Partial<Record<RangeName, DayRange>> {
  tier: TierOfRows;
  region?: string;
  status?: readonly FindingStatus[];
  colour?: AlertColour;
  focus?: string;
  category?: string;
  round?: string;
  target?: string;
  unit?: string;
  /** the usual one where it is not said */
  sort?: Sort;
  /** the usual ones where they are not said */
  columns?: readonly ColumnName[];
}

const TEXTS = ["region", "focus", "category", "round", "target", "unit"] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function ledgerLink(place: LedgerPlace): string {
  return `/ledger?${queryOf(place)}`;
}

export function queryOf(place: LedgerPlace): string {
  const { tier, status, colour, sort, columns } = place;
  const query = new URLSearchParams({ tier });
  if (status?.length) query.set("status", status.join(","));
  if (colour) query.set("colour", colour);
  for (const name of TEXTS) if (place[name]) query.set(name, place[name]);
  for (const name of RANGES) {
    const { from = "", until = "" } = place[name] ?? {};
    if (from || until) query.set(name, `${from}..${until}`);
  }
  if (sort && sort !== SORTS[0]) query.set("sort", sort);
  if (columns) query.set("columns", columns.join(","));
  return query.toString();
}

/** @param usual the tier of the reader's own office */
export function placeOf(search: string, usual: TierOfRows): LedgerPlace {
  const query = new URLSearchParams(search);
  const texts = Object.fromEntries(TEXTS.flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : [])));
  const ranges = Object.fromEntries(RANGES.flatMap((name) => rangeIn(name, query.get(name))));
  const status = query.get("status")?.split(",").filter(Boolean) as FindingStatus[] | undefined;
  const colour = ALERT_COLOURS.find((name) => name === query.get("colour"));
  const sort = SORTS.find((name) => name === query.get("sort"));
  const named = query.get("columns")?.split(",");
  const columns = named && COLUMNS.filter((name) => named.includes(name));
  return {
    tier: tierNamed(query.get("tier")) ?? usual,
    ...(status && { status }),
    ...(colour && { colour }),
    ...texts,
    ...ranges,
    ...(sort && { sort }),
    ...(columns && { columns }),
  };
}

function rangeIn(name: RangeName, text: string | null): [RangeName, DayRange][] {
  const [from = "", until = ""] = (text ?? "").split("..").map((day) => (DAY.test(day) ? day : ""));
  return from || until ? [[name, { ...(from && { from }), ...(until && { until }) }]] : [];
}

/** As the lists and the export take it. */
export function filterOf(place: LedgerPlace) {
  const { region, status, colour, focus, category, round, target, unit, found, fedBack, due } = place;
  return {
    ...(region && { region }),
    ...(status?.length && { liveStatus: [...status] }),
    ...(colour && { colour: [colour] }),
    ...(focus && { focus }),
    ...(category && { category }),
    ...(round && { roundId: round }),
    ...(target && { targetId: target }),
    ...(unit && { unitId: unit }),
    ...(found && { found }),
    ...(fedBack && { fedBack }),
    ...(due && { due }),
  };
}

/** Sorted by anything but the newest, or by days that stand in the book alone, only the own office's book is listed.
 * @param own the tier of the reader's own office */
export function listsNothingElsewhere({ tier, sort, fedBack, due }: LedgerPlace, own: string): boolean {
  return tier !== own && Boolean((sort && sort !== SORTS[0]) || fedBack || due);
}
