-- The right of reply: a unit's clocks start when it could know of them, and what was entered in its name says so.

create function office_day(at timestamptz) returns date language sql stable parallel safe
  return (at at time zone 'Asia/Shanghai')::date;

-- A corrected text is objected to from the day on which the unit was told of it; null for what was fed back at first.
alter table disclosed_finding add column corrected_at timestamptz;

-- By whom a step of the unit was taken: by itself, or by the office in its stead.
alter table objection add column entered_by text constraint objection_entered_by check (entered_by in ('UNIT', 'OFFICE'));
update objection set entered_by =
  case when objected_by in (select id from account where unit_id is not null) then 'UNIT' else 'OFFICE' end;
alter table objection alter column entered_by set not null;
alter table finding add column claim_entered_by text
  constraint finding_claim_entered_by check (claim_entered_by in ('UNIT', 'OFFICE'));
alter table disclosed_finding add column claim_entered_by text;
alter table rectification
  add column plan_entered_by text constraint rectification_plan_entered_by check (plan_entered_by in ('UNIT', 'OFFICE')),
  add column report_entered_by text constraint rectification_report_entered_by check (report_entered_by in ('UNIT', 'OFFICE'));
grant update (claim_entered_by) on finding to tier_runtime;
grant update (claim_entered_by) on disclosed_finding to tier_runtime;
grant update (plan_entered_by, report_entered_by) on rectification to tier_runtime;

-- As in 0016, with who entered the claim.
create or replace function disclosed_finding_follow() returns trigger language plpgsql as $$
begin
  update disclosed_finding d
  set status = n.status, finding_version = n.version, claim_entered_by = n.claim_entered_by,
      reason = case when d.status = 'CLAIMED_DONE' and n.status = 'RECTIFYING' then n.note
                    when n.status = d.status or 'OBJECTED' in (n.status, d.status) then d.reason end
  from changed n where d.finding_id = n.id and d.is_current;
  if exists (select 1 from changed where further_unit_ids <> '{}') then
    update disclosed_finding d set recusal_unit_ids = d.recusal_unit_ids || n.further_unit_ids
    from changed n where d.finding_id = n.id and not d.recusal_unit_ids @> n.further_unit_ids;
  end if;
  return null;
end $$;

-- The unit's clocks start on the day of its feedback and not before the day on which that was entered: a date in the past
-- takes nothing from them. Both sides read the same.
create or replace view clock_start with (security_invoker = true) as
  select t.office, t.round_id, t.id as target_id, null::text as finding_id, t.unit_id, t.region, t.status as stage,
         c.clock, c.started_on, c.met_on
  from round_target t
  left join lateral (select r.plan_submitted_on, r.reported_on from rectification r where r.target_id = t.id offset 0) r on true
  left join lateral (
    select max(office_day(d.issued_at)) as day from disclosure d
    where t.fed_back_on is not null and d.target_id = t.id and d.purpose = 'FEEDBACK' offset 0) i on true
  cross join lateral (select case when t.fed_back_on is not null then greatest(t.fed_back_on, i.day) end as told_on) k
  cross join lateral (values
    ('INSPECTION', t.entered_on, t.reported_on),
    ('HEARING', t.reported_on, t.heard_on),
    ('FEEDBACK', t.heard_on, t.fed_back_on),
    ('OBJECTION', k.told_on, null),
    ('PLAN', k.told_on, r.plan_submitted_on),
    ('CONCENTRATED_RECTIFICATION', k.told_on, r.reported_on),
    ('RECTIFICATION_REPORT', k.told_on, r.reported_on)) as c (clock, started_on, met_on)
  where c.started_on is not null
union all
  select f.office, f.round_id, f.target_id, f.id, f.unit_id, f.region, f.status,
         'REVIEW_OF_CLAIM', (f.status_at at time zone 'Asia/Shanghai')::date, null
  from finding f where f.status = 'CLAIMED_DONE';

create or replace view feedback_deadline with (security_invoker = true) as
  select d.office, d.target_id, null::text as finding_id, d.id as disclosure_id, d.grantee_unit, c.clock, c.started_on, c.met_on,
         p.days, p.unit, p.warning_days, u.due_on, calendar_known(c.started_on, u.due_on, p.unit) as calendar_known
  from disclosure d
  left join lateral (
    select r.plan_submitted_on, r.reported_on from rectification r where r.target_id = d.target_id offset 0) r on true
  cross join lateral (select greatest(d.issued_on, office_day(d.issued_at)) as told_on) k
  cross join lateral (values
    ('OBJECTION', k.told_on, null),
    ('PLAN', k.told_on, r.plan_submitted_on),
    ('CONCENTRATED_RECTIFICATION', k.told_on, r.reported_on),
    ('RECTIFICATION_REPORT', k.told_on, r.reported_on)) as c (clock, started_on, met_on)
  cross join lateral policy_on(d.office, c.clock, c.started_on) p
  cross join lateral (select due_on(c.started_on, p.days, p.unit) as due_on offset 0) u
  where u.due_on is not null and (d.purpose = 'FEEDBACK' or c.clock <> 'OBJECTION');

-- the worker's alert clock asks when the unit was told, and nothing else of what was disclosed
create policy clock on disclosure for select to tier_worker using (purpose = 'FEEDBACK');
grant select (target_id, purpose, issued_at) on disclosure to tier_worker;
