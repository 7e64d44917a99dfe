import { LONG_TERM_STATUS, RECTIFIED, UNCOUNTED } from "../../domain/finding/finding";
import type { Db } from "../db";
import { Conditions } from "../page";

/** Counts over a region and all below it. Counted by plain SQL over the cells, which hold no text. */
export interface FiguresRow {
  region: string;
  total: number;
  rectified: number;
  longTerm: number;
  notSubmitted: number;
  rounds: number;
  units: number;
  synthetic: boolean;
  /** instant of the snapshot that was counted */
  asOf: string;
}

/** @returns the figures that the caller's office may count in each region, in the order of the regions */
export async function countFigures(db: Db, regions: readonly string[]): Promise<FiguresRow[]> {
  const where = new Conditions();
  const list = where.parameter(regions);
  const uncounted = where.parameter(UNCOUNTED);
  const rectified = where.parameter(RECTIFIED);
  const longTerm = where.parameter(LONG_TERM_STATUS);
  return db.rows<FiguresRow>(
    `select x.region, n.*, now() as as_of from unnest(${list}::text[]) with ordinality as x (region, place)
     cross join lateral (
       select count(*)::int as total,
         count(*) filter (where status = any (${rectified}))::int as rectified,
         count(*) filter (where status = ${longTerm})::int as long_term,
         count(*) filter (where not published)::int as not_submitted,
         count(distinct round_id)::int as rounds,
         count(distinct unit_id)::int as units,
         coalesce(bool_or(synthetic), false) as synthetic
       from finding_cell c
       where c.region >= x.region and c.region < x.region || ':'
         and left(x.region, length(figures_office())) = figures_office()
         and (c.office = (select figures_office())
           or c.published and (select figures_office()) = any (superiors_of(c.office)))
         and c.status <> all (${uncounted})) n
     order by x.place`,
    where.parameters,
  );
}
