-- 撤回反馈 A feedback that was wrong as a whole is withdrawn by two persons while nobody relies on it (docs/adr/0018).

alter table round_target add column withdrawal_proposed_by text, add column withdrawal_reason text,
  add constraint round_target_withdrawal check (num_nonnulls(withdrawal_proposed_by, withdrawal_reason) in (0, 2)
    and (withdrawal_proposed_by is null or status in ('FED_BACK', 'RECTIFYING')));

-- Whoever had it keeps a tombstone with the reason, and no word of the content: what is disclosed, the rectification and the
-- clocks ask for what stands. A single copy that is withdrawn leaves none, as before.
alter table disclosure add column withdrawn_at timestamptz, add column withdrawal_reason text,
  add constraint disclosure_tombstone check (num_nonnulls(withdrawn_at, withdrawal_reason) in (0, 2)
    and (withdrawn_at is null or status = 'WITHDRAWN'));
grant update (withdrawn_at, withdrawal_reason) on disclosure to tier_runtime;
alter policy reads on disclosure
  using ((office = (select reading_office())
          or (grantee_unit = (select caller_unit()) or grantee_office = (select reading_office()))
             and (status <> 'WITHDRAWN' and (expires_on is null or expires_on >= office_today())
                  or withdrawn_at is not null))
         and not recused(office, region, unit_id, round_id, ''));

-- The rectification ends with it, and begins anew with the next feedback: nothing was brought in it yet.
alter table rectification drop constraint rectification_status;
alter table rectification add constraint rectification_status check (status in ('PLAN_DUE', 'PLAN_SUBMITTED', 'PLAN_REVIEWED',
  'CONCENTRATED', 'REPORTED', 'JOINT_REVIEW', 'EVALUATED', 'COMPLETED', 'CONTINUING', 'FALSE_REPORTED', 'WITHDRAWN'));
grant update (fed_back_on) on rectification to tier_runtime;

-- So do its obligations, which are counted from the start of the rectification that they are of.
alter table obligation drop constraint obligation_status;
alter table obligation add constraint obligation_status check (status in ('SCHEDULED', 'DONE', 'LAPSED'));
alter table obligation drop constraint obligation_number;
create unique index obligation_number on obligation (office, target_id, kind, started_on, ordinal) where status <> 'LAPSED';

-- 更正对象库 An entry of the register that was wrong is corrected: at once while nothing stands on it, by a second person from then
-- on. A real change of the unit is another entry, with its predecessor.
alter table unit add column version integer not null default 1,
  add column status text not null default 'REGISTERED'
    constraint unit_status check (status in ('REGISTERED', 'CORRECTION_PROPOSED')),
  -- what is proposed, by whom and why
  add column proposal jsonb,
  add column corrections jsonb not null default '[]',
  add constraint unit_proposal check ((status = 'CORRECTION_PROPOSED') = (proposal is not null));
create policy corrects on unit for update to tier_runtime
  using (office = (select registering_office()) and caller_roles() && array['CLERK', 'DIRECTOR'])
  with check (office = (select registering_office()) and caller_roles() && array['CLERK', 'DIRECTOR']);
grant update (name, kind, superior_body, superior_unit_id, cadre_level, valid_from, valid_to, version, status, proposal,
  corrections) on unit to tier_runtime;

-- Each value that changes stays in a correction; the owner role, which loads registers, says nothing of it.
create function unit_kept() returns trigger language plpgsql as $$
declare
  known constant integer := jsonb_array_length(old.corrections);
  kept record;
begin
  if new.corrections is distinct from old.corrections and (jsonb_array_length(new.corrections) <= known
       or (select coalesce(jsonb_agg(e order by i), '[]') from jsonb_array_elements(new.corrections) with ordinality x (e, i)
           where i <= known) <> old.corrections) then
    raise exception 'unit %: corrections are only added to', new.id using errcode = 'integrity_constraint_violation';
  end if;
  if caller_person() is null then return new; end if;
  for kept in select * from (values
      ('name', old.name, new.name), ('kind', old.kind, new.kind),
      ('superiorBody', old.superior_body, new.superior_body), ('superiorUnitId', old.superior_unit_id, new.superior_unit_id),
      ('cadreLevel', old.cadre_level, new.cadre_level),
      ('validFrom', old.valid_from::text, new.valid_from::text), ('validTo', old.valid_to::text, new.valid_to::text))
      as v (field, before, after)
    where before is distinct from after
  loop
    if not exists (select from jsonb_array_elements(new.corrections) with ordinality x (e, i)
                   where i > known and e ->> 'field' = kept.field and e ->> 'from' is not distinct from kept.before
                     and e ->> 'to' is not distinct from kept.after and e ->> 'by' <> '' and btrim(e ->> 'reason') <> '') then
      raise exception 'unit %: an entry of the register stays as it was entered, but for a correction', new.id
        using errcode = 'integrity_constraint_violation';
    end if;
  end loop;
  return new;
end $$;
create trigger kept before update on unit for each row execute function unit_kept();

-- It is found by the name that it has.
create function unit_words_follow_name() returns trigger language plpgsql as $$
begin
  update unit_words w set name = n.name, words = search_text(n.name)
  from changed n where w.unit_id = n.id and w.name <> n.name;
  return null;
end $$;
create trigger words_update after update on unit referencing new table as changed
  for each statement execute function unit_words_follow_name();
create policy follows_reading on unit_words for select to tier_runtime using (pg_trigger_depth() > 0);
create policy follows_name on unit_words for update to tier_runtime using (pg_trigger_depth() > 0);
grant update (name, words) on unit_words to tier_runtime;
