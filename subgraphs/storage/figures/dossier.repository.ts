import type { Db } from "../db";
import { Conditions } from "../page";
import { type CountsRow, countColumns } from "./figures.repository";
import { countedByMe, under } from "./mine";

/** What one inspection of a unit found in one category. */
export interface InspectionTopicRow extends CountsRow {
  targetId: string;
  category: string;
  /** 边改边犯: an earlier inspection of the unit by this tier had found it too */
  returned: boolean;
}

/** What each target's inspection found, by category, as far as the caller counts it. */
export async function countInspectionTopics(db: Db, targetIds: readonly string[]): Promise<InspectionTopicRow[]> {
  const where = new Conditions();
  const list = where.parameter(targetIds);
  const { counts, counted } = countColumns(where);
  return db.rows<InspectionTopicRow>(
    `with topic as (
       select target_id, unit_id, entered_on, category, ${counts}
       from (select i.target_id, i.unit_id, i.entered_on, c.category, c.status, c.published, 1 as n
             from inspection_cell i join finding_cell c on c.target_id = i.target_id
             where i.target_id = any (${list}) and ${countedByMe("c")}) s
       group by target_id, unit_id, entered_on, category having count(*) filter (where ${counted}) > 0)
     select t.target_id, t.category, t.total, t.rectified, t.long_term, t.not_submitted, exists (
       select from inspection_cell e join finding_cell c on c.target_id = e.target_id
       where e.unit_id = t.unit_id and e.entered_on < t.entered_on and c.category = t.category and is_counted(c.status)
         and ${countedByMe("c")} and not recused(e.office, e.region, e.unit_id, e.round_id, '')) as returned
     from topic t order by t.total desc, t.category`,
    where.parameters,
  );
}

/** Rounds or targets of which a recusal hides a part from the caller: their figures would betray it. */
export async function findPartlyHidden(
  db: Db,
  column: "round_id" | "target_id",
  ids: readonly string[],
): Promise<{ id: string }[]> {
  return db.rows<{ id: string }>(
    `select x.id from unnest($1::text[]) as x (id) where exists (
       select from finding_cell c where c.target_id in (select i.target_id from inspection_cell i where i.${column} = x.id)
         and ${countedByMe("c")}
         and not exists (select from finding f where f.id = c.finding_id offset 0)
         and not exists (select from published_finding p where p.finding_id = c.finding_id and p.is_current offset 0))`,
    [ids],
  );
}

/** Small regions, below the county, that hold something from which the caller is recused: what is counted there would betray
 * it, as the unit's own figures do where the region is its village. */
export async function findRegionsWithRecused(db: Db, regions: readonly string[]): Promise<{ id: string }[]> {
  return db.rows<{ id: string }>(
    `select x.region as id from unnest($1::text[]) as x (region) where recused('', x.region, '', '', '')
       or exists (select from unnest(recusals('region')) as r (code) where ${under("r.code", "x.region")})
       or exists (select from unit u where u.id = any (recusals('unit')) and ${under("u.region", "x.region")})
       or exists (select from inspection_cell i where i.unit_id = any (recusals('unit')) and ${under("i.region", "x.region")})
       or exists (
         select from finding_cell c where ${under("c.region", "x.region")} and ${countedByMe("c")}
           and not exists (select from finding f where f.id = c.finding_id offset 0)
           and not exists (select from published_finding p where p.finding_id = c.finding_id and p.is_current offset 0))`,
    [regions],
  );
}
