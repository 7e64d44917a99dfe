-- What attackers found open: teams, further responsible units, the journal, the register of recusals (docs/adr/0009).

-- Teams are made of the staff of the offices: nobody whose roles are outside of it (domain/office/roles.ts says the same),
-- and nobody who answers for a unit, whoever appoints and whatever the roles were on that day.
create or replace function team_person() returns text language sql stable parallel safe
  return case when not caller_roles() && array['DISPLAY', 'SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN', 'UNIT_LIAISON',
                'UNIT_HEAD', 'SUPERIOR_BODY', 'DISCIPLINE', 'ORGANISATION', 'PUBLICITY', 'RESIDENT_GROUP', 'DEPARTMENT']
               and nullif(current_setting('app.unit', true), '') is null
              then caller_person() end;

-- Who is recused from a further responsible unit of a finding reads nothing that names the finding. An office and a team are
-- asked for the finding itself; measures, plan and report are read by units and signers too, who read none, so that their
-- rows say what they name. A unit that was named once counts for good.
alter table measure add column recusal_unit_ids text[] not null default '{}';
alter table rectification add column finding_ids text[] not null default '{}',
  add column recusal_unit_ids text[] not null default '{}';
create function measure_units() returns trigger language plpgsql as $$
begin
  new.recusal_unit_ids := coalesce(
    (select c.recusal_unit_ids from finding_cell c where c.finding_id = new.finding_id), '{}');
  return new;
end $$;
create function rectification_names() returns trigger language plpgsql as $$
begin
  update rectification r
  set finding_ids = array(select distinct unnest(r.finding_ids || n.finding_ids) order by 1),
      recusal_unit_ids = array(select distinct unnest(r.recusal_unit_ids || n.unit_ids) order by 1)
  from (select c.rectification_id, array_agg(distinct c.finding_id) as finding_ids,
               array_remove(array_agg(distinct u.id), null) as unit_ids
        from changed c left join unnest(c.recusal_unit_ids) as u (id) on true group by 1) n
  where r.id = n.rectification_id;
  return null;
end $$;
create function measure_follow_units() returns trigger language plpgsql as $$
begin
  if exists (select 1 from changed where further_unit_ids <> '{}') then
    update measure m set recusal_unit_ids = m.recusal_unit_ids || n.further_unit_ids
    from changed n where m.finding_id = n.id and not m.recusal_unit_ids @> n.further_unit_ids;
  end if;
  return null;
end $$;
create trigger recusal_units before insert on measure for each row execute function measure_units();
create trigger names_insert after insert on measure referencing new table as changed
  for each statement execute function rectification_names();
create trigger names_update after update on measure referencing new table as changed
  for each statement execute function rectification_names();
create trigger measure_units after update on finding referencing new table as changed
  for each statement execute function measure_follow_units();
update rectification r set finding_ids = n.finding_ids
from (select rectification_id, array_agg(distinct finding_id order by finding_id) as finding_ids from measure group by 1) n
where r.id = n.rectification_id;
update measure m set recusal_unit_ids = c.recusal_unit_ids
from finding_cell c where c.finding_id = m.finding_id and c.recusal_unit_ids <> '{}';
create index measure_of_finding on measure (finding_id);
alter policy reads on measure
  using (exists (select 1 from rectification r where r.id = measure.rectification_id offset 0)
         and not recused(office, '', '', '', finding_id) and not recused_from(recusal_unit_ids));
create policy follows_reading on measure for select to tier_runtime using (pg_trigger_depth() > 0);
create policy follows_units on measure for update to tier_runtime using (pg_trigger_depth() > 0);
create policy follows_names on rectification for update to tier_runtime using (pg_trigger_depth() > 0);
grant update (recusal_unit_ids) on measure to tier_runtime;
grant update (finding_ids, recusal_unit_ids) on rectification to tier_runtime;

alter policy reads on verdict
  using ((office in (select m.owner from my_book m) or target_id in (select m.target_id from my_team m))
         and not recused(office, region, unit_id, round_id, finding_id)
         and exists (select 1 from finding f where f.id = verdict.finding_id offset 0));
alter policy judges on verdict
  with check ((office = (select reading_office()) or target_id in (select m.target_id from my_team m))
         and not recused(office, region, unit_id, round_id, finding_id)
         and exists (select 1 from finding f where f.id = verdict.finding_id offset 0));
alter policy moves on verdict
  using ((office = (select reading_office()) or target_id in (select m.target_id from my_team m))
         and not recused(office, region, unit_id, round_id, finding_id)
         and exists (select 1 from finding f where f.id = verdict.finding_id offset 0));
alter policy reads on alert
  using ((office in (select m.owner from my_book m) or target_id in (select m.target_id from my_team m))
         and not recused(office, region, unit_id, round_id, coalesce(finding_id, ''))
         and (finding_id is null or exists (select 1 from finding f where f.id = alert.finding_id offset 0)));
-- The unit reads its objections as far as it reads what was fed back: own_feedback_finding already knows the further units.

-- What happened is read by who reads what it happened to. A plan speaks of every finding of its target, a disclosure and a
-- publication of every finding that they list: who may not see one of them does not read the entry either.
create policy of_what_is_read on journal as restrictive for select to tier_runtime
  using (case object_kind
    when 'Round' then exists (select 1 from round r where r.id = journal.object_id offset 0)
    when 'Authorisation' then exists (select 1 from authorisation a where a.id = journal.object_id offset 0)
    when 'RoundTarget' then exists (select 1 from round_target t where t.id = journal.object_id offset 0)
    when 'Appointment' then exists (select 1 from appointment a join round_target t on t.id = a.target_id
                                    where a.id = journal.object_id offset 0)
    when 'Obligation' then exists (select 1 from obligation o where o.id = journal.object_id offset 0)
    when 'Alert' then exists (select 1 from alert a where a.id = journal.object_id offset 0)
    when 'Attachment' then exists (select 1 from attachment a where a.id = journal.object_id offset 0)
    when 'Verdict' then exists (select 1 from verdict v where v.id = journal.object_id offset 0)
    when 'Rectification' then exists (select 1 from rectification r where r.id = journal.object_id
                                      and not recused_from(r.recusal_unit_ids)
                                      and not r.finding_ids && recusals('finding') offset 0)
    when 'Disclosure' then exists (select 1 from disclosure d where d.id = journal.object_id
      and not exists (select 1 from unnest(d.finding_ids) as named (id)
                      where not exists (select 1 from finding f where f.id = named.id offset 0)) offset 0)
    when 'Publication' then exists (select 1 from publication p where p.id = journal.object_id
      and not exists (select 1 from jsonb_array_elements(p.manifest) as named
                      where not exists (select 1 from finding f where f.id = named ->> 'findingId' offset 0)) offset 0)
    when 'Readers' then exists (select 1 from finding f where f.id = journal.object_id offset 0)
                     or exists (select 1 from round_target t where t.id = journal.object_id offset 0)
                     or exists (select 1 from round r where r.id = journal.object_id offset 0)
    else true end);

-- An entry stands in a book in which the caller has something to do: the own office's, that of a team's target, that of a
-- disclosure or a review of which one is a party; and the acceptance of what was submitted from below.
alter policy appends on journal
  with check (actor = (select caller_person())
    and (office = (select reading_office()) or office = (select registering_office())
         or office in (select k.owner from kept_by_me k)
         or office in (select r.owner from rule_team r where r.reader_person = (select team_person()))
         or office in (select r.owner from rule_disclosed r
                       where r.grantee_unit = (select caller_unit()) or r.grantee_office = (select reading_office()))
         or office in (select s.owner from rule_signs s where s.reader_unit = (select caller_unit()))
         or object_kind = 'Publication' and (select reading_office()) = any (superiors_of(office))
            and exists (select 1 from publication p where p.id = journal.object_id and p.office = journal.office offset 0)));

-- Who keeps the register and the terms; who declares a recusal for somebody else, and ends what the epoch counts.
alter policy own_office on unit
  with check (office = (select registering_office()) and caller_roles() && array['CLERK', 'DIRECTOR']);
alter policy own_office on term
  with check (office = (select registering_office()) and caller_roles() && array['DIRECTOR']);
alter policy own_office on recusal
  with check (office = (select caller_office())
              and (account_id = (select caller_person()) or caller_roles() && array['DIRECTOR', 'SECURITY_ADMIN'])
              and exists (select 1 from account a where a.id = recusal.account_id and a.office = recusal.office offset 0));
alter policy own_office on account
  using (office = (select caller_office())
         and (id = (select caller_person()) or caller_roles() && array['DIRECTOR', 'SECURITY_ADMIN']))
  with check (office = (select caller_office()));
