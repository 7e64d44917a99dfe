-- 派单 "Who can see this" knows orders: beside whoever keeps the row's own book, the other side, and the offices between the two.
create view rule_ordered with (security_invoker = true) as
  select o.office as owner, o.id as order_id, left(o.addressee, n) as reader_office, o.issued_at as since
  from office_order o cross join generate_series(length(o.issuer), length(o.addressee), 2) as n
  where left(o.addressee, n) <> o.office;
grant select on rule_ordered to tier_runtime;
create or replace view reading_rule with (security_invoker = true) as
  select 'OWN_OFFICE' as rule, owner, null as round_id, null as target_id, null as publication_id, null as disclosure_id,
         reader_office, null as reader_person, null as reader_unit, null as reader_role, null::timestamptz as since,
         null::text[] as finding_ids, null::date as until, null as order_id
  from rule_own_office
union all
  select 'ENTERED_FOR', owner, null, null, null, null, reader_office, null, null, null, null, null, null, null from rule_entered_for
union all
  select 'TEAM', owner, round_id, target_id, null, null, null, reader_person, null, null, since, null, null, null from rule_team
union all
  select 'LOOK_BACK', owner, null, target_id, null, null, null, reader_person, null, null, since, null, null, null from rule_look_back
union all
  select 'FILED', owner, round_id, null, null, null, reader_office, null, null, null, since, null, null, null from rule_filed
union all
  select 'INSPECTED', owner, round_id, target_id, null, null, reader_office, null, null, null, since, null, null, null
  from rule_inspected
union all
  select 'SUBMITTED', r.owner, r.round_id, r.target_id, r.publication_id, null, r.reader_office, null, null, null, r.since,
         coalesce((select array_agg(e ->> 'findingId') from publication p, jsonb_array_elements(p.manifest) e
                   where p.id = r.publication_id), '{}'), null, null
  from rule_submitted r
union all
  select 'DISCLOSED', owner, round_id, target_id, null, disclosure_id, grantee_office, null, grantee_unit, null, since, finding_ids, until, null
  from rule_disclosed
union all
  -- the unit acts, through its own feedback, on what was fed back to it
  select 'ANSWERS', owner, round_id, target_id, null, disclosure_id, null, null, grantee_unit, null, since, finding_ids, until, null
  from rule_disclosed where purpose = 'FEEDBACK'
union all
  select 'SIGNS', owner, round_id, target_id, null, null, case when reader_unit is null then owner end, null, reader_unit,
         reader_role, null, null, null, null
  from rule_signs
union all
  select 'RELEASED', owner, null, target_id, null, release_id, grantee_office, null, null, null, since, finding_ids, until, null
  from rule_released
union all
  select 'ORDERED', owner, null, null, null, null, reader_office, null, null, null, since, null, null, order_id
  from rule_ordered;
-- The audit administrator asks of an order that stands in the own office's book, and by that question alone reads its row.
create policy audits on office_order for select to tier_runtime
  using (id = (select auditing_object()) and office = (select caller_office())
         and not recused(office, addressee, '', coalesce(round_id, ''), '')
         and not recused_from(unit_ids) and not finding_ids && recusals('finding') and not round_ids && recusals('round'));
