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
    `with policy as (
       select clock, valid_from, valid_to, starts_overdue_before(days, unit, $3::date) as red,
         starts_overdue_before(days, unit, $3::date + warning_days + 1) as yellow
       from deadline_policy where clock = any ($4) and (office is null or office >= $1 and office < $1 || ':'))
     select clock, min(greatest(valid_from, since)) as since, max(least(valid_to, before)) as before
     from policy cross join lateral (values ('RED', '-infinity'::date, red), ('YELLOW', coalesce(red, '-infinity'), yellow),
       ('GREEN', coalesce(yellow, '-infinity'), 'infinity')) as c (colour, since, before)
     where colour = any ($2) and before is not null and greatest(valid_from, since) < least(valid_to, before)
     group by clock`,
    [area, colours, today, CLOCKS],
  );
}
