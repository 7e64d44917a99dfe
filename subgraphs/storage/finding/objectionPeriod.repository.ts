import type { ObjectionPeriod } from "../../domain/finding/objection";
import type { Db } from "../db";

/** Of which finding a unit may object to within which days. */
interface ObjectedTo {
  id: string;
  targetId: string;
  office: string;
}

/** By finding: within which days its unit may object, as the policies of their offices say. They begin when the unit was told
 * of the text that holds, which is no earlier than it was entered; a unit knows it from its own feedback, since it reads no
 * target. */
export async function findObjectionPeriods(
  db: Db,
  findings: readonly ObjectedTo[],
): Promise<Map<string, ObjectionPeriod>> {
  const rows = await db.rows<{ id: string; fedBackOn: string; lastDay: string | null }>(
    `select x.id, s.fed_back_on,
       (select due_on(s.told_on, p.days, p.unit) from policy_on(x.office, 'OBJECTION', s.told_on) p) as last_day
     from unnest($1::text[], $2::text[], $3::text[]) as x (id, target_id, office)
     cross join lateral (
       select coalesce(t.fed_back_on, i.issued_on) as fed_back_on,
         greatest(t.fed_back_on, i.issued_on, office_day(i.issued_at), office_day(d.corrected_at)) as told_on
       from (values (1)) as one
       left join round_target t on t.id = x.target_id
       left join disclosure i on i.target_id = x.target_id and i.purpose = 'FEEDBACK' and i.status <> 'WITHDRAWN'
       left join disclosed_finding d on d.disclosure_id = i.id and d.finding_id = x.id and d.is_current
       order by told_on desc nulls last limit 1) s
     where s.told_on is not null`,
    [findings.map(({ id }) => id), findings.map(({ targetId }) => targetId), findings.map(({ office }) => office)],
  );
  return new Map(rows.map(({ id, fedBackOn, lastDay }) => [id, { from: fedBackOn, to: lastDay ?? undefined }]));
}
