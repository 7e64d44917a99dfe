-- 代录, what was missing of it (docs/adr/0011): the days of an office on paper, and what the parties of its reviews have signed.
alter table deadline_policy add column entered_by_office text;
create trigger mark_on_behalf before insert or update on deadline_policy for each row execute function mark_on_behalf();

-- A party that signed on paper is recorded with the number of what it signed; who recorded it has signed nothing, so that the
-- same person may record several.
alter table review_signature add column paper_document text,
  add constraint review_signature_paper check (paper_document is null or signed_by is not null);
drop index review_signature_person;
create unique index review_signature_person on review_signature (office, rectification_id, review, signed_by)
  where signed_by is not null and paper_document is null;
grant update (paper_document) on review_signature to tier_runtime;
-- Nobody fills the place of a role that is not the own one, but from paper, and nobody records paper but on behalf.
create policy signs_own_role on review_signature as restrictive for update to tier_runtime
  using (signed_by is null)
  with check (case when paper_document is null then role = any ((select caller_roles())::text[])
              else (select marking_office()) is not null and (select caller_roles()) && array['DIRECTOR'] end);

-- "Who can see this": a publication that lists nothing narrows its row to nothing, and not to everything.
create or replace view reading_rule with (security_invoker = true) as
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
         coalesce((select array_agg(e ->> 'findingId') from publication p, jsonb_array_elements(p.manifest) e
                   where p.id = r.publication_id), '{}')
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
