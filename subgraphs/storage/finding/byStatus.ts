import type { Clock, Colour } from "../../domain/deadline/deadline";
import { OVERDUE_CLOCK } from "../../domain/figures/overdue";
import type { FindingStatus } from "../../domain/finding/finding";
import type { ColourSpan } from "../deadline/colourSpan.repository";
import { Conditions } from "../page";

export interface Coloured {
  colours: Colour[];
  on: string;
  /** as far as they are known: they are what an index is read by, and decide nothing */
  spans?: readonly ColourSpan[];
}

/** The statuses in which a finding has a colour. */
export const TIMED = Object.keys(OVERDUE_CLOCK) as FindingStatus[];

/** Whether a cell `c` has one of some colours on a day: by the start of the figures, with the policy and calendar of its office. */
export function hasColour(where: Conditions, coloured: Coloured): string {
  return inColour(where, coloured, {
    clock: "policy_on(c.office, overdue_clock(c.status, c.told_on), c.started_on) k",
    start: "c.started_on",
  });
}

/** The same of a row `f` of a book, where its cell is not the reader's: of an office on paper, whoever keeps its book reads the cells of
 * what was submitted alone. */
export function hasColourByBook(where: Conditions, coloured: Coloured): string {
  return inColour(where, coloured, {
    clock: `(select told_on(r.fed_back_on, r.id) as told_on from round_target r where r.id = f.target_id offset 0) t
    cross join lateral (select overdue_start(f.status, f.status_at, t.told_on) as started_on offset 0) s
    cross join lateral policy_on(f.office, overdue_clock(f.status, t.told_on), s.started_on) k`,
    start: "s.started_on",
  });
}

/** What exists is taken for every second row, an equation for one in two hundred: then a list would be sorted as a whole rather than
 * walked.
 * @param from what gives the days `k` of a clock, and when that started */
function inColour(where: Conditions, { colours, on }: Coloured, from: { clock: string; start: string }): string {
  return `exists (select from ${from.clock}
    cross join lateral (select due_on(${from.start}, k.days, k.unit) as due_on offset 0) d
    where d.due_on is not null
      and colour_of(${where.parameter(on)}::date, d.due_on, k.warning_days) = any (${where.parameter(colours)}) offset 0)`;
}

/** A walk for each status, newest first: a rare one is found as fast as a frequent one. */
interface Walk {
  statuses: readonly FindingStatus[];
  span?: ColourSpan;
}

/** What is listed of each status: without a colour all of it, with colours what started in the days of its clock. A status that is named
 * twice is walked once. */
function walksOf(liveStatus: readonly FindingStatus[] | undefined, coloured: Coloured | undefined): Walk[] {
  const named = liveStatus && [...new Set(liveStatus)];
  if (!coloured) return [{ statuses: named ?? [] }];
  const timed = (named ?? TIMED).filter((status) => TIMED.includes(status));
  if (!coloured.spans) return [{ statuses: timed }];
  const statusesOf = (clock: Clock) => timed.filter((status) => OVERDUE_CLOCK[status] === clock);
  return coloured.spans.map((span) => ({ statuses: statusesOf(span.clock), span }));
}

interface Asked {
  liveStatus?: readonly FindingStatus[];
  coloured?: Coloured;
  /** of cells `c`: whose they are, where, and from which place on; what holds of a cell is not asked of its row again, or the
   * database takes the list for much shorter than it is */
  cells: Conditions;
  /** of rows `p` */
  rows: Conditions;
  limit: number;
}

/** The rows `p` of published_finding that are current, by where their findings stand now, newest first. */
export function submittedByStatus(where: Conditions, { liveStatus, coloured, cells, rows, limit }: Asked): string {
  const walks = walksOf(liveStatus, coloured).map(({ statuses, span }) => {
    const walk = new Conditions(where);
    if (span) walk.add(`c.started_on >= ${where.parameter(span.since)}::date`);
    if (span) walk.add(`c.started_on < ${where.parameter(span.before)}::date`);
    if (coloured) walk.add(hasColour(where, coloured));
    return `(select x.* from unnest(${where.parameter(statuses)}::text[]) as s (status) cross join lateral (
        select p.* from finding_cell c join published_finding p on p.finding_id = c.finding_id and p.is_current
        where c.status = s.status and c.published and ${cells.all()} and ${walk.all()} and ${rows.all()}
        order by c.opened_at desc, c.finding_id desc limit ${limit}) x
      order by x.opened_at desc, x.finding_id desc limit ${limit})`;
  });
  // no clock of which anything could have such a colour
  if (walks.length === 0) return "select p.* from published_finding p where false";
  return `select p.* from (${walks.join(" union all ")}) p order by p.opened_at desc, p.finding_id desc limit ${limit}`;
}
