import { OVERDUE_CLOCK, REVIEW_CLOCK } from "../../domain/figures/overdue";
import type { FindingSort } from "../../domain/finding/finding";
import type { Db } from "../db";
import { Conditions, MAY_READ_AT_ALL, type Page, rowsFor, toPage } from "../page";
import { BOOK, type FindingFilter, narrow, type ReadableFinding } from "./finding.repository";

/** A finding and the place that it has in a sorted list. */
export interface SortedFinding extends ReadableFinding {
  /** by due day: null where no clock runs for it */
  dueOn: string | null;
}

/** Where a sorted list stands: the values of its columns in the last row. */
export interface SortedAfter {
  /** an instant, a day, or the number of the finding */
  value: string;
  id: string;
}

const UNIT_CLOCKS = Object.entries(OVERDUE_CLOCK).flatMap(([status, clock]) => (clock === REVIEW_CLOCK ? [] : status));
/** What is due of a finding: the review of its claim, or the concentrated rectification of its target. */
const DUE = `left join (select d.finding_id, min(d.due_on) as due_on, min(d.warning_days) as warning_days from my_deadline d
    where d.office = $1 and d.met_on is null and d.finding_id is not null group by d.finding_id) c on c.finding_id = f.id
  left join (select d.target_id, min(d.due_on) as due_on, min(d.warning_days) as warning_days from my_deadline d
    where d.office = $1 and d.finding_id is null and d.clock = 'CONCENTRATED_RECTIFICATION' group by d.target_id) t
    on t.target_id = f.target_id and f.status in (${UNIT_CLOCKS.map((status) => `'${status}'`).join(", ")})`;
const DUE_ON = "coalesce(c.due_on, t.due_on)";
const WARNING_DAYS = "coalesce(c.warning_days, t.warning_days)";
/** No clock runs: behind all that are due. */
const NEVER = "'infinity'::date";

const ORDERS: Record<Exclude<FindingSort, "NEWEST">, { by: string; id: string; type: string; descending?: true }> = {
  CHANGED: { by: "f.status_at", id: "f.id", type: "timestamptz", descending: true },
  NUMBER: { by: "f.target_id", id: "f.ordinal", type: "text" },
  DUE: { by: `coalesce(${DUE_ON}, ${NEVER})`, id: "f.id", type: "date" },
};

/** The findings of the own book, as a clerk wants them: by the last change, by their numbers, by the day on which something is due. */
export async function findSorted(
  db: Db,
  office: string,
  sort: Exclude<FindingSort, "NEWEST">,
  filter: FindingFilter,
  page: { first: number; after?: SortedAfter },
): Promise<Page<SortedFinding>> {
  const where = new Conditions();
  where.add(`f.office = ${where.parameter(office)}`);
  for (const condition of MAY_READ_AT_ALL) where.add(condition);
  narrow(where, "f", filter);
  const { by, id, type, descending } = ORDERS[sort];
  const due = sort === "DUE" || filter.due !== undefined || filter.coloured !== undefined;
  where.between(DUE_ON, filter.due);
  if (filter.coloured) {
    const day = `${where.parameter(filter.coloured.on)}::date`;
    // what no clock runs for has no colour, and is not green
    where.add(`${DUE_ON} is not null`);
    where.oneOf(`colour_of(${day}, ${DUE_ON}, ${WARNING_DAYS})`, filter.coloured.colours);
  }
  if (page.after) {
    const last = [where.parameter(page.after.value), where.parameter(page.after.id)];
    const idType = sort === "NUMBER" ? "int" : "text";
    where.add(`(${by}, ${id}) ${descending ? "<" : ">"} (${last[0]}::${type}, ${last[1]}::${idType})`);
  }
  const way = descending ? " desc" : "";
  const found = due ? BOOK.replace("as sealed_at\n", `as sealed_at, ${DUE_ON} as due_on\n`) : BOOK;
  const sql = `${found} ${due ? DUE : ""} where ${where.all()} order by ${by}${way}, ${id}${way} limit ${rowsFor(page)}`;
  return toPage(await db.rows<SortedFinding>(sql, where.parameters), page);
}
