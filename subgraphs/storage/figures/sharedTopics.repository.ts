import type { Db } from "../db";
import { Conditions, rowsFor } from "../page";
import { type CountsRow, countColumns } from "./figures.repository";
import { countedByMe, MY_OFFICE, under } from "./mine";

/** One focus or category in one county. */
interface CountyTopicRow extends CountsRow {
  code: string;
  region: string;
}

/** The focuses or categories that several counties of a region have in common, the most widespread first.
 * @param atLeast in how many counties it must be found
 * @param page how many of them, and behind which one
 * @returns a row for each of them in each county, together */
export async function findCommonTopics(
  db: Db,
  by: "focus" | "category",
  region: string,
  atLeast: number,
  page: { first: number; after?: { counts: readonly number[]; code: string } },
): Promise<CountyTopicRow[]> {
  const where = new Conditions();
  const area = where.parameter(region);
  const { counts } = countColumns(where);
  const least = where.parameter(atLeast);
  const [counties, found] = page.after?.counts ?? [];
  const last = page.after && [counties, found, page.after.code].map((part) => where.parameter(part));
  const behind = last
    ? `and (-count(*), -sum(total), code) > (-${last[0]}::bigint, -${last[1]}::numeric, ${last[2]}::text)`
    : "";
  return db.rows<CountyTopicRow>(
    `with topic as (
       select ${by} as code, region, ${counts} from (
         select ${by}, region, status, published, n from figure_topic f
         where f.scope = ${MY_OFFICE} and ${under("f.region", area)} and length(f.region) = 6
         union all
         select ${by}, left(region, 6), status, published, n from figure_delta d
         where ${countedByMe("d")} and ${under("d.region", area)} and length(d.region) >= 6) s
       where ${under("region", MY_OFFICE)}
       group by ${by}, region),
     common as (
       select code, count(*) as counties, sum(total) as found from topic where total > 0
       group by code having count(*) >= ${least} ${behind}
       order by counties desc, found desc, code limit ${rowsFor(page)})
     select t.* from common c join topic t on t.code = c.code and t.total > 0
     order by c.counties desc, c.found desc, c.code, t.total desc, t.region`,
    where.parameters,
  );
}
