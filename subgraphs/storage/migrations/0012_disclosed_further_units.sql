-- Who is recused from a further responsible unit of a finding reads no disclosure of it either, and answers for none.

alter table disclosed_finding add column recusal_unit_ids text[] not null default '{}';
update disclosed_finding d set recusal_unit_ids = f.further_unit_ids
from finding f where f.id = d.finding_id and f.further_unit_ids <> '{}';
grant update (recusal_unit_ids) on disclosed_finding to tier_runtime;

alter policy reads on disclosed_finding
  using ((office = (select reading_office())
          or exists (select 1 from disclosed_to_me m where m.disclosure_id = disclosed_finding.disclosure_id offset 0))
         and not recused(office, region, unit_id, round_id, finding_id) and not recused_from(recusal_unit_ids));
alter policy discloses on disclosed_finding
  with check (office = (select reading_office()) and not recused(office, region, unit_id, round_id, finding_id)
              and not recused_from(recusal_unit_ids));
alter policy answers_reading on finding
  using (id in (select m.finding_id from answerable m) and not recused(office, region, unit_id, round_id, id)
         and not recused_from(further_unit_ids));
alter policy answers on finding
  using (id in (select m.finding_id from answerable m) and not recused(office, region, unit_id, round_id, id)
         and not recused_from(further_unit_ids));

create or replace function disclosed_finding_follow() returns trigger language plpgsql as $$
begin
  update disclosed_finding d
  set status = n.status, finding_version = n.version,
      reason = case when d.status = 'CLAIMED_DONE' and n.status = 'RECTIFYING' then n.note
                    when n.status = d.status then d.reason end
  from changed n where d.finding_id = n.id and d.is_current;
  if exists (select 1 from changed where further_unit_ids <> '{}') then
    update disclosed_finding d set recusal_unit_ids = d.recusal_unit_ids || n.further_unit_ids
    from changed n where d.finding_id = n.id and not d.recusal_unit_ids @> n.further_unit_ids;
  end if;
  return null;
end $$;
