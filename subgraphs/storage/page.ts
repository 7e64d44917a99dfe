import type { PageKey } from "../../schema/contract/cursor";
import { levelOf, REGION_LEVELS, type RegionCode } from "../../schema/contract/regionCode";
import type { PlannedEachTime } from "./db";

/** Newest first, and on from a row: flat in depth, because the sort key is the index. */
export interface PageRequest {
  /** 1 to 100 */
  first: number;
  after?: PageKey;
}

/** Calendar dates, both inclusive; either may be left out. */
export interface DayRange {
  from?: string;
  until?: string;
}

export interface Page<Row> {
  rows: Row[];
  hasNext: boolean;
}

const PAGE_SIZES = [5, 20, 50, 100];

/** How many rows a statement reads for a page, as the number after `limit`: the page and one beyond it, at least. It is written
 * into the text, because a plan that is made once for all values takes a parameter for a tenth of the table, and reads and sorts
 * all of it; and it is one of a few, because each text is a statement that a connection keeps. */
export function rowsFor({ first }: Pick<PageRequest, "first">): number {
  return (PAGE_SIZES.find((size) => first <= size) ?? first) + 1;
}

/** A region may hold nearly all rows of a table or none: a list of one walks from the newest on, or looks the region up. */
export function plannedFor(region: string | null | undefined): PlannedEachTime | undefined {
  return region ? {} : undefined;
}

/** A row was read beyond the page to know whether there is a next one. */
export function toPage<Row>(rows: Row[], request: Pick<PageRequest, "first">): Page<Row> {
  return { rows: rows.slice(0, request.first), hasNext: rows.length > request.first };
}

/** The page of each parent, where one statement read the rows of all; a parent without rows has no entry. */
export function pagesByParent<Row>(
  rows: readonly Row[],
  parentOf: (row: Row) => string,
  request: PageRequest,
): Map<string, Page<Row>> {
  const byParent = new Map<string, Row[]>();
  for (const row of rows) {
    const siblings = byParent.get(parentOf(row));
    if (siblings) siblings.push(row);
    else byParent.set(parentOf(row), [row]);
  }
  return new Map([...byParent].map(([parent, siblings]) => [parent, toPage(siblings, request)]));
}

/** Collects the parameters of one statement and the conditions that use them. */
export class Conditions {
  readonly parameters: unknown[];
  private readonly conditions: string[] = [];

  /** @param statement the conditions whose statement these belong to, where one statement has several arms */
  constructor(statement?: Conditions) {
    this.parameters = statement?.parameters ?? [];
  }

  /** @returns the placeholder */
  parameter(value: unknown): string {
    this.parameters.push(value);
    return `$${this.parameters.length}`;
  }

  /** Adds `column = value` where there is a value to compare with. */
  equal(column: string, value: unknown): void {
    if (value !== undefined && value !== null) this.add(`${column} = ${this.parameter(value)}`);
  }

  /** Adds `column = value` where one value will do, which an index in the order of the page serves, or one of several. */
  equalToOne(column: string, values: readonly unknown[] | undefined): void {
    if (values?.length === 1) this.equal(column, values[0]);
    else this.oneOf(column, values);
  }

  /** Adds `column = any (values)`, where values are given. */
  oneOf(column: string, values: readonly unknown[] | undefined | null): void {
    if (values) this.add(`${column} = any (${this.parameter(values)})`);
  }

  /** The region itself and all below it, as a range of codes: a prefix operator would not be leakproof. */
  under(column: string, region: string | undefined | null): void {
    if (!region) return;
    const code = this.parameter(region);
    this.add(`${column} >= ${code} and ${column} < ${code} || ':'`);
  }

  before(at: string, id: string, after: PageKey | undefined): void {
    if (after) this.add(`(${at}, ${id}) < (${this.parameter(after.at)}::timestamptz, ${this.parameter(after.id)})`);
  }

  /** A day in the offices' time zone that lies in a range. */
  between(day: string, range: DayRange | undefined): void {
    if (range?.from) this.add(`${day} >= ${this.parameter(range.from)}::date`);
    if (range?.until) this.add(`${day} <= ${this.parameter(range.until)}::date`);
  }

  /** The same of an instant: the range is compared, and not each row's day, so that an index on the instant serves it. */
  happened(at: string, range: DayRange | undefined): void {
    const midnight = (day: string) => `(${this.parameter(day)}::date::timestamp at time zone 'Asia/Shanghai')`;
    if (range?.from) this.add(`${at} >= ${midnight(range.from)}`);
    if (range?.until) this.add(`${at} < ${midnight(range.until)} + interval '1 day'`);
  }

  add(condition: string): void {
    this.conditions.push(`(${condition})`);
  }

  /** All conditions, as the text after `where`. */
  all(): string {
    return this.conditions.length ? this.conditions.join(" and ") : "true";
  }
}

/** Decided before any row is touched: a caller whose roles read no book, or who is recused from the whole of the own region,
 * must not make the database walk through it. */
export const MAY_READ_AT_ALL = ["reading_office() is not null", "not recused(reading_office(), '', '', '', '')"];

/** The column by which an office finds what the offices below submitted. Never the region of a row: a city inspects units of
 * its counties too (提级). */
export function breadthOf(office: RegionCode): string {
  const level = REGION_LEVELS.indexOf(levelOf(office));
  return ["office_province", "office_city", "office"][level] as string;
}
