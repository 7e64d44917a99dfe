-- "Who can see this, by which rule, since when" (docs/adr/0011): every rule in one view, and the audit administrator's look at it.

-- What a disclosure names, beside its texts: whoever asks who reads a finding needs no word of it.
alter table disclosure add column finding_ids text[] not null default '{}';
update disclosure d set finding_ids = coalesce(
  (select array_agg(distinct f.finding_id order by f.finding_id) from disclosed_finding f where f.disclosure_id = d.id), '{}');
create function disclosure_follow_findings() returns trigger language plpgsql as $$
begin
  update disclosure d set finding_ids = d.finding_ids || n.ids
  from (select c.disclosure_id, array_agg(distinct c.finding_id) as ids from changed c
        where not exists (select 1 from disclosure x where x.id = c.disclosure_id and c.finding_id = any (x.finding_ids))
        group by 1) n
  where d.id = n.disclosure_id;
  return null;
end $$;
create trigger disclosure_names after insert on disclosed_finding referencing new table as changed
  for each statement execute function disclosure_follow_findings();
grant update (finding_ids) on disclosure to tier_runtime;
-- And of the units that count for recusals, beside the status of a finding.
alter table finding_cell add column recusal_unit_ids text[] not null default '{}';
update finding_cell c set recusal_unit_ids = f.further_unit_ids from finding f
where f.id = c.finding_id and f.further_unit_ids <> '{}';
create function finding_cell_follow_units() returns trigger language plpgsql as $$
begin
  if exists (select 1 from changed where further_unit_ids <> '{}') then
    update finding_cell c set recusal_unit_ids = c.recusal_unit_ids || n.further_unit_ids
    from changed n where c.finding_id = n.id and not c.recusal_unit_ids @> n.further_unit_ids;
  end if;
  return null;
end $$;
create trigger cell_insert_units after insert on finding referencing new table as changed
  for each statement execute function finding_cell_follow_units();
create trigger cell_update_units after update on finding referencing new table as changed
  for each statement execute function finding_cell_follow_units();
grant update (recusal_unit_ids) on finding_cell to tier_runtime;
-- Whose review it is, beside the rectification that it is of.
alter table review_signature add column round_id text, add column target_id text;
update review_signature s set round_id = r.round_id, target_id = r.target_id from rectification r where r.id = s.rectification_id;
create function review_signature_place() returns trigger language plpgsql as $$
begin
  select r.round_id, r.target_id into new.round_id, new.target_id from rectification r where r.id = new.rectification_id;
  return new;
end $$;
create trigger place before insert on review_signature for each row execute function review_signature_place();

create or replace view rule_disclosed with (security_invoker = true) as
  select d.office as owner, d.round_id, d.target_id, d.id as disclosure_id, d.purpose, d.grantee_unit, d.grantee_office,
         d.issued_at as since, d.finding_ids
  from disclosure d where d.status <> 'WITHDRAWN' and (d.expires_on is null or d.expires_on >= office_today());
create or replace view rule_signs with (security_invoker = true) as
  select s.office as owner, s.rectification_id, s.round_id, s.target_id, s.role as reader_role, s.signer_unit as reader_unit
  from review_signature s;

-- One row says: by this rule this reader reads something of this owner's book, since then. A reader is an office, a person, a
-- unit, or a department of the office (by its role); a null says that the rule does not ask. `finding_ids` narrows a row to
-- the findings that it names.
drop view reading_rule;
create view reading_rule with (security_invoker = true) as
  select 'OWN_OFFICE' as rule, owner, null as round_id, null as target_id, null as publication_id, null as disclosure_id,
         reader_office, null as reader_person, null as reader_unit, null as reader_role, null::timestamptz as since,
         null::text[] as finding_ids
  from rule_own_office
union all
  select 'ENTERED_FOR', owner, null, null, null, null, reader_office, null, null, null, null, null from rule_entered_for
union all
  select 'TEAM', owner, round_id, target_id, null, null, null, reader_person, null, null, since, null from rule_team
union all
  select 'LOOK_BACK', owner, null, target_id, null, null, null, reader_person, null, null, since, null from rule_look_back
union all
  select 'FILED', owner, round_id, null, null, null, reader_office, null, null, null, since, null from rule_filed
union all
  select 'INSPECTED', owner, round_id, target_id, null, null, reader_office, null, null, null, since, null from rule_inspected
union all
  select 'SUBMITTED', r.owner, r.round_id, r.target_id, r.publication_id, null, r.reader_office, null, null, null, r.since,
         (select array_agg(e ->> 'findingId') from publication p, jsonb_array_elements(p.manifest) e where p.id = r.publication_id)
  from rule_submitted r
union all
  select 'DISCLOSED', owner, round_id, target_id, null, disclosure_id, grantee_office, null, grantee_unit, null, since, finding_ids
  from rule_disclosed
union all
  -- the unit acts, through its own feedback, on what was fed back to it
  select 'ANSWERS', owner, round_id, target_id, null, disclosure_id, null, null, grantee_unit, null, since, finding_ids
  from rule_disclosed where purpose = 'FEEDBACK'
union all
  select 'SIGNS', owner, round_id, target_id, null, null, case when reader_unit is null then owner end, null, reader_unit,
         reader_role, null, null
  from rule_signs;
grant select on reading_rule to tier_runtime;

-- The audit administrator of the owner sees by which rules one object is read, and no word of its text: in the transaction of
-- the question that names it, which records that it was asked. Set by that question, and by nothing else.
create function auditing_object() returns text language sql stable parallel safe
  return case when caller_roles() && array['AUDIT_ADMIN'] then nullif(current_setting('app.auditing', true), '') end;
create function auditing_round() returns text language sql stable parallel safe
  return case when caller_roles() && array['AUDIT_ADMIN'] then nullif(current_setting('app.auditing_round', true), '') end;
create policy audits on finding_cell for select to tier_runtime
  using (finding_id = (select auditing_object()) and office = (select caller_office())
         and not recused(office, region, unit_id, round_id, finding_id) and not recused_from(recusal_unit_ids));
create policy audits on inspection for select to tier_runtime
  using ((target_id = (select auditing_object()) or round_id = (select auditing_round()))
         and office = (select caller_office()) and not recused(office, region, unit_id, round_id, ''));
create policy audits on round for select to tier_runtime
  using (id = (select auditing_object()) and office = (select caller_office()) and not recused(office, '', '', id, ''));
create policy audits on filing for select to tier_runtime
  using (round_id = (select auditing_round()) and office = (select caller_office()));
create policy audits on appointment for select to tier_runtime
  using (round_id = (select auditing_round()) and office = (select caller_office()));
-- a look-back's team belongs to another round of the office
create policy audits_look_back on appointment for select to tier_runtime
  using (looks_back_on is not null and office = (select caller_office()) and (select auditing_round()) is not null);
create policy audits on publication for select to tier_runtime
  using (round_id = (select auditing_round()) and office = (select caller_office())
         and not recused(office, region, unit_id, round_id, ''));
create policy audits on disclosure for select to tier_runtime
  using (round_id = (select auditing_round()) and office = (select caller_office())
         and not recused(office, region, unit_id, round_id, ''));
create policy audits on review_signature for select to tier_runtime
  using (round_id = (select auditing_round()) and office = (select caller_office()));
