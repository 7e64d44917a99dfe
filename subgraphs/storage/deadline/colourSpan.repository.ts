import type { Clock, Colour } from "../../domain/deadline/deadline";
import { OVERDUE_CLOCK } from "../../domain/figures/overdue";
import type { Db } from "../db";

/** Days between which a clock must have started for what it measures to have one of some colours today, whatever policy of an area
 * holds: what started outside has none of them. */
export interface ColourSpan {
  clock: Clock;
  since: string;
  /** the day after the last */
  before: string;
}

const CLOCKS = [...new Set(Object.values(OVERDUE_CLOCK))];

/** @param area region code: the policies of the offices in it, and those for everybody */
export async function findColourSpans(
  db: Db,
  area: string,
  colours: readonly Colour[],
  today: string,
): Promise<ColourSpan[]> {
  return db.rows<ColourSpan>(
    `select p.clock, min(greatest(p.valid_from, s.since)) as since, max(least(p.valid_to, s.before)) as before
     from deadline_policy p cross join unnest($2::text[]) as c (colour)
     cross join lateral starts_coloured(c.colour, p.days, p.unit, p.warning_days, $3::date) s
     where p.clock = any ($4) and (p.office is null or p.office >= $1 and p.office < $1 || ':')
       and s.before is not null and greatest(p.valid_from, s.since) < least(p.valid_to, s.before)
     group by p.clock`,
    [area, colours, today, CLOCKS],
  );
}
