-- The inspected unit's side: its objections with their decisions, its proofs 佐证, its clocks.

-- The unit for which the caller acts. The body above it reads its copy and acts in nothing but the joint review.
create function answering_unit() returns text language sql stable parallel safe
  return case when caller_roles() && array['UNIT_LIAISON', 'UNIT_HEAD']
              then nullif(current_setting('app.unit', true), '') end;
create or replace view answering_for with (security_invoker = true) as
  select r.disclosure_id, r.target_id from rule_disclosed r
  where r.purpose = 'FEEDBACK' and r.grantee_unit = (select answering_unit()) and r.target_id = (select answering_target());

-- What was fed back to that unit and stands.
create view own_feedback with (security_invoker = true) as
  select r.disclosure_id, r.target_id from rule_disclosed r
  where r.purpose = 'FEEDBACK' and r.grantee_unit = (select answering_unit());
create view own_feedback_finding with (security_invoker = true) as
  select d.finding_id from disclosed_finding d
  where d.is_current and d.disclosure_id in (select o.disclosure_id from own_feedback o);

-- The unit reads its own objections, whoever entered them, and how each was decided.
create policy own_feedback on objection for select to tier_runtime
  using (finding_id in (select o.finding_id from own_feedback_finding o));

-- Why a claim came back stays to be read while the finding is objected to, and after it.
create or replace function disclosed_finding_follow() returns trigger language plpgsql as $$
begin
  update disclosed_finding d
  set status = n.status, finding_version = n.version,
      reason = case when d.status = 'CLAIMED_DONE' and n.status = 'RECTIFYING' then n.note
                    when n.status = d.status or 'OBJECTED' in (n.status, d.status) then d.reason end
  from changed n where d.finding_id = n.id and d.is_current;
  if exists (select 1 from changed where further_unit_ids <> '{}') then
    update disclosed_finding d set recusal_unit_ids = d.recusal_unit_ids || n.further_unit_ids
    from changed n where d.finding_id = n.id and not d.recusal_unit_ids @> n.further_unit_ids;
  end if;
  return null;
end $$;

-- 佐证 A proof is an attachment that the unit brought: of a finding that was fed back to it (its claims, its measures), or of
-- the rectification as a whole (its plan, its report). The unit reads its own, the office all of its book, and nobody else any.
alter table attachment
  alter column finding_id drop not null,
  add column rectification_id text,
  add column of_unit text,
  add constraint attachment_subject check (num_nonnulls(finding_id, rectification_id) = 1),
  add constraint attachment_of_plan check (rectification_id is null or of_unit is not null),
  add foreign key (office, rectification_id) references rectification (office, id);
create index attachment_of_rectification on attachment (rectification_id, added_at, id);
alter table file_ticket drop constraint file_ticket_purpose;
alter table file_ticket add constraint file_ticket_purpose check (purpose in
  ('ATTACHMENT_UPLOAD', 'ATTACHMENT_DOWNLOAD', 'PROOF_UPLOAD', 'LEDGER_UPLOAD', 'LEDGER_TEMPLATE', 'LEDGER_EXPORT'));

alter policy reads on attachment
  using ((office in (select m.owner from my_book m)
          or target_id in (select m.target_id from my_team m))
         and not recused(office, region, unit_id, round_id, coalesce(finding_id, ''))
         and (exists (select 1 from finding f where f.id = attachment.finding_id offset 0)
              or exists (select 1 from rectification r where r.id = attachment.rectification_id offset 0)));
-- nobody brings or takes away in the name of the unit
alter policy attaches on attachment
  with check ((office = (select reading_office()) or target_id in (select m.target_id from my_team m))
         and of_unit is null
         and not recused(office, region, unit_id, round_id, coalesce(finding_id, ''))
         and exists (select 1 from finding f where f.id = attachment.finding_id offset 0));
alter policy removes on attachment
  using ((office = (select reading_office()) or target_id in (select m.target_id from my_team m))
         and of_unit is null
         and not recused(office, region, unit_id, round_id, coalesce(finding_id, ''))
         and exists (select 1 from finding f where f.id = attachment.finding_id offset 0));
create policy own_proofs on attachment for select to tier_runtime
  using (of_unit = (select answering_unit()) and target_id in (select o.target_id from own_feedback o)
         and (finding_id is null or finding_id in (select o.finding_id from own_feedback_finding o))
         and not recused(office, region, unit_id, round_id, coalesce(finding_id, '')));
create policy proves on attachment for insert to tier_runtime
  with check (of_unit = (select answering_unit()) and of_unit = unit_id and added_by = (select caller_person())
         and target_id in (select o.target_id from own_feedback o)
         and (finding_id is null or finding_id in (select o.finding_id from own_feedback_finding o))
         and not recused(office, region, unit_id, round_id, coalesce(finding_id, '')));
create policy takes_back on attachment for update to tier_runtime
  using (of_unit = (select answering_unit()) and target_id in (select o.target_id from own_feedback o)
         and (finding_id is null or finding_id in (select o.finding_id from own_feedback_finding o))
         and not recused(office, region, unit_id, round_id, coalesce(finding_id, '')));

-- The days of a clock that starts on a day: a row of the office wins over the row for everybody.
create function policy_on(office text, clock text, day date)
  returns table (days integer, unit text, warning_days integer) language sql stable parallel safe
begin atomic
  select p.days, p.unit, p.warning_days from deadline_policy p
  where p.clock = policy_on.clock and (p.office = policy_on.office or p.office is null)
    and p.valid_from <= policy_on.day and (p.valid_to is null or p.valid_to > policy_on.day)
  order by p.office is null, p.valid_from desc limit 1;
end;
create function calendar_known(first date, last date, unit text) returns boolean language sql stable parallel safe
  return unit = 'CALENDAR' or (select bool_and(w.known) from working_day w where w.day in (first, last));

create or replace view deadline with (security_invoker = true) as
  select c.*, p.days, p.unit, p.warning_days, d.due_on, calendar_known(c.started_on, d.due_on, p.unit) as calendar_known
  from clock_start c
  cross join lateral policy_on(c.office, c.clock, c.started_on) p
  cross join lateral (select due_on(c.started_on, p.days, p.unit) as due_on offset 0) d
  where d.due_on is not null;

-- The clocks of the unit, as far as its feedback and its rectification tell their dates: it reads no target. Whoever has a
-- copy reads them too, but for the right to object, which is the unit's own.
create view feedback_deadline with (security_invoker = true) as
  select d.office, d.target_id, null::text as finding_id, d.id as disclosure_id, d.grantee_unit, c.clock, c.started_on, c.met_on,
         p.days, p.unit, p.warning_days, u.due_on, calendar_known(c.started_on, u.due_on, p.unit) as calendar_known
  from disclosure d
  left join lateral (
    select r.plan_submitted_on, r.reported_on from rectification r where r.target_id = d.target_id offset 0) r on true
  cross join lateral (values
    ('OBJECTION', d.issued_on, null),
    ('PLAN', d.issued_on, r.plan_submitted_on),
    ('CONCENTRATED_RECTIFICATION', d.issued_on, r.reported_on),
    ('RECTIFICATION_REPORT', d.issued_on, r.reported_on)) as c (clock, started_on, met_on)
  cross join lateral policy_on(d.office, c.clock, c.started_on) p
  cross join lateral (select due_on(c.started_on, p.days, p.unit) as due_on offset 0) u
  where u.due_on is not null and (d.purpose = 'FEEDBACK' or c.clock <> 'OBJECTION');

grant select on own_feedback, own_feedback_finding, feedback_deadline to tier_runtime;
