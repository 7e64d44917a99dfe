import { LONG_TERM_STATUS, RECTIFIED, UNCOUNTED } from "../../domain/finding/finding";
import type { Db } from "../db";
import { Conditions } from "../page";
import { askedRegions, countedByMe, freshDeltas, MY_OFFICE, under } from "./mine";

/** Counts of findings, whatever they are counted over. */
export interface CountsRow {
  total: number;
  rectified: number;
  longTerm: number;
  notSubmitted: number;
}

/** Counts over a region and all below it. */
interface FiguresRow extends CountsRow {
  region: string;
  synthetic: boolean;
  /** instant of the snapshot that was counted */
  asOf: string;
}

/** The sums of rows with `status`, `published` and `n`, as columns of a {@link CountsRow}. */
export function countColumns(where: Conditions): { counts: string; counted: string } {
  const counted = `status <> all (${where.parameter(UNCOUNTED)})`;
  const sum = (condition: string) => `coalesce(sum(n) filter (where ${condition}), 0)::int`;
  const counts = `${sum(counted)} as total,
    ${sum(`status = any (${where.parameter(RECTIFIED)})`)} as rectified,
    ${sum(`status = ${where.parameter(LONG_TERM_STATUS)}`)} as long_term,
    ${sum(`${counted} and not published`)} as not_submitted`;
  return { counts, counted };
}

/** The figures of each region that lies in the caller's area; others have no row. Sums and what is not folded yet, in one
 * statement: exact, and the same few rows at any size. */
export async function countFigures(db: Db, regions: readonly string[]): Promise<FiguresRow[]> {
  const where = new Conditions();
  const list = where.parameter(regions);
  const { counts, counted } = countColumns(where);
  return db.rows<FiguresRow>(
    `with ${askedRegions(list)}, ${freshDeltas("region, status, published, synthetic")}
     select a.region, ${counts}, coalesce(sum(n) filter (where ${counted} and synthetic), 0) > 0 as synthetic, now() as as_of
     from asked a left join lateral (
       select status, published, synthetic, n from figure_region f where f.scope = ${MY_OFFICE} and f.region = a.region
       union all
       select status, published, synthetic, n from fresh f where ${under("f.region", "a.region")}) s on true
     group by a.region`,
    where.parameters,
  );
}

/** Where the findings of a region come from. */
interface SpreadRow {
  region: string;
  rounds: number;
  units: number;
}

/** Distinct rounds and units of the counted findings of each region: as many rows as the region has targets. */
export async function countSpread(db: Db, regions: readonly string[]): Promise<SpreadRow[]> {
  return db.rows<SpreadRow>(
    `with ${askedRegions("$1")}, ${freshDeltas("target_id, round_id, unit_id, region", "is_counted(d.status)")}
     select a.region, count(distinct t.round_id)::int as rounds, count(distinct t.unit_id)::int as units
     from asked a left join lateral (
       select round_id, unit_id from (
         select target_id, round_id, unit_id, n from figure_target f
         where ${under("f.region", "a.region")} and ${countedByMe("f")}
         union all
         select target_id, round_id, unit_id, n from fresh f where ${under("f.region", "a.region")}) x
       group by target_id, round_id, unit_id having sum(n) > 0) t on true
     group by a.region`,
    [regions],
  );
}

/** Counts of one focus or category in a region. */
interface TopicRow extends CountsRow {
  region: string;
  focus: string | null;
  category: string | null;
}

/** The figures of each region by focus or by category; a region below the county has none. */
export async function countTopics(db: Db, by: "focus" | "category", regions: readonly string[]): Promise<TopicRow[]> {
  const where = new Conditions();
  const list = where.parameter(regions);
  const { counts, counted } = countColumns(where);
  return db.rows<TopicRow>(
    `with ${askedRegions(list)}, ${freshDeltas("region, focus, category, status, published")}
     select a.region, s.${by}, ${counts}
     from asked a cross join lateral (
       select ${by}, status, published, n from figure_topic f where f.scope = ${MY_OFFICE} and f.region = a.region
       union all
       select ${by}, status, published, n from fresh f where ${under("f.region", "a.region")}) s
     where length(a.region) <= 6
     group by a.region, s.${by} having sum(n) filter (where ${counted}) > 0
     order by total desc, s.${by}`,
    where.parameters,
  );
}
