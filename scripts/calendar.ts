import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ClientBase } from "pg";
import { type ExceptionalDay, parseYear, WorkCalendar } from "../subgraphs/domain/deadline/calendar";

/** The source folder of the years, from the compiled place of this file. */
const CALENDAR = join(__dirname, "../../schema/calendar");

/** Where the days of the database begin and end: what starts or falls due outside has no deadline there. */
export const FIRST_DAY = "2010-01-01";
export const LAST_DAY = "2049-12-31";

/** The committed calendar: one file a year, such as 2026.csv.
 * @throws Error with file and line of what is no calendar */
export function readCalendar(folder = CALENDAR): WorkCalendar {
  const exceptions: ExceptionalDay[] = [];
  const years: number[] = [];
  for (const file of readdirSync(folder).sort()) {
    const [, year] = /^(\d{4})\.csv$/.exec(file) ?? [];
    if (!year) throw new Error(`${file} is no calendar: name it by its year, such as 2026.csv`);
    years.push(Number(year));
    exceptions.push(...parseYear(Number(year), readFileSync(join(folder, file), "utf8")));
  }
  return new WorkCalendar(exceptions, years);
}

/** Under this name the migration step remembers the calendar that is loaded. */
export const CALENDAR_ENTRY = "schema/calendar";

/** Loads the committed calendar as the owner; due dates follow it at once.
 * @param loaded what was remembered of the last time
 * @returns whether it had changed */
export async function loadCalendar(owner: ClientBase, loaded: string | undefined): Promise<boolean> {
  const { exceptions, knownYears } = readCalendar();
  const content = JSON.stringify([FIRST_DAY, LAST_DAY, knownYears, exceptions]);
  if (content === loaded) return false;
  await owner.query("begin");
  try {
    await owner.query("delete from working_day");
    await owner.query(INSERT_DAYS, [JSON.stringify(exceptions), knownYears]);
    await owner.query(
      `insert into migration (file, content) values ($1, $2)
       on conflict (file) do update set content = excluded.content, at = now()`,
      [CALENDAR_ENTRY, content],
    );
    await owner.query("commit");
  } catch (cause) {
    await owner.query("rollback");
    throw cause;
  }
  return true;
}

const INSERT_DAYS = `
  insert into working_day (day, working, number, known)
  select day, working, count(*) filter (where working) over (order by day), known from (
    select d::date as day, coalesce(e.working, extract(isodow from d) < 6) as working,
      extract(year from d)::int = any ($2::int[]) as known
    from generate_series(date '${FIRST_DAY}', date '${LAST_DAY}', interval '1 day') d
    left join jsonb_to_recordset($1::jsonb) as e (day date, working boolean) on e.day = d::date) days`;
