-- 更正与撤回 Corrections that keep the record (docs/adr/0018): what a step brought changes only together with a correction that
-- is appended and keeps the old value, whoever writes.

alter table round_target add column corrections jsonb not null default '[]';
create or replace function round_target_kept() returns trigger language plpgsql as $$
declare
  known constant integer := jsonb_array_length(old.corrections);
  kept record;
begin
  if new.corrections is distinct from old.corrections and (jsonb_array_length(new.corrections) <= known
       or (select coalesce(jsonb_agg(e order by i), '[]') from jsonb_array_elements(new.corrections) with ordinality x (e, i)
           where i <= known) <> old.corrections) then
    raise exception 'target %: corrections are only added to', new.id using errcode = 'integrity_constraint_violation';
  end if;
  for kept in select * from (values
      ('enteredOn', old.entered_on::text, new.entered_on::text),
      ('reportedOn', old.reported_on::text, new.reported_on::text),
      ('heardOn', old.heard_on::text, new.heard_on::text),
      ('hearingBody', old.hearing_body, new.hearing_body),
      ('hearingDocumentNumber', old.hearing_document_number, new.hearing_document_number),
      ('fedBackOn', old.fed_back_on::text, new.fed_back_on::text),
      ('rectificationStartedOn', old.rectification_started_on::text, new.rectification_started_on::text),
      ('evaluatedOn', old.evaluated_on::text, new.evaluated_on::text),
      ('archivedOn', old.archived_on::text, new.archived_on::text)) as v (field, before, after)
    where before is distinct from after
  loop
    -- a hearing comes with its step, a date with any
    continue when kept.before is null
      and (kept.field not like 'hearing%' or (old.status, new.status) = ('REPORTED', 'HEARD'));
    if not exists (select from jsonb_array_elements(new.corrections) with ordinality x (e, i)
                   where i > known and e ->> 'field' = kept.field and e ->> 'from' = kept.before
                     and e ->> 'to' is not distinct from kept.after and e ->> 'by' <> '' and btrim(e ->> 'reason') <> '') then
      raise exception 'target %: its hearing and its dates stay as they were set, but for a correction', new.id
        using errcode = 'integrity_constraint_violation';
    end if;
  end loop;
  return new;
end $$;

-- What follows a target's dates follows their correction, and an entry or a feedback that is taken back.
create or replace function inspection_follow_update() returns trigger language plpgsql as $$
begin
  update inspection i
  set status = n.status, entered_on = n.entered_on, heard_on = n.heard_on, fed_back_on = n.fed_back_on,
      archived_on = n.archived_on
  from changed n where i.target_id = n.id
    and (i.status, i.entered_on, i.heard_on, i.fed_back_on, i.archived_on)
        is distinct from (n.status, n.entered_on, n.heard_on, n.fed_back_on, n.archived_on);
  return null;
end $$;
create or replace function finding_cell_follow_target() returns trigger language plpgsql as $$
begin
  update finding_cell c set fed_back_on = n.fed_back_on from changed n
  where c.target_id = any (array(select x.id from changed x)) and n.id = c.target_id
    and c.fed_back_on is distinct from n.fed_back_on;
  return null;
end $$;

-- Who brought a finding to where it stands: it takes that back, or the director. Who took back that the unit was heard does not
-- also send the finding unheard.
alter table finding add column status_by text, add column exchange_taken_back_by text;
grant update (status_by, exchange_taken_back_by) on finding to tier_runtime;
create or replace function finding_kept() returns trigger language plpgsql as $$
begin
  if new.exchange_exception is distinct from old.exchange_exception
       and (old.status, new.status) <> ('TEAM_AGREED', 'REPORTED') then
    raise exception 'finding %: an exception is of a finding that goes to the report unheard', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  if new.unit_reply is distinct from old.unit_reply and (old.status, new.status) <> ('TEAM_AGREED', 'FACTS_EXCHANGED')
       and new.text_version = old.text_version
       and not ((old.status, new.status) = ('FACTS_EXCHANGED', 'TEAM_AGREED') and new.unit_reply is null
                and new.exchange_taken_back_by is not null) then
    raise exception 'finding %: the reply comes with the exchange of the facts', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;

-- 涉案的不报送: what may become a case goes upward as a clue or not at all, whoever submits.
alter policy submits on published_finding with check ((office = (select reading_office()))
         and not recused(office, region, unit_id, round_id, finding_id) and not recused_from(recusal_unit_ids)
         and not exists (select 1 from finding f where f.id = published_finding.finding_id
                           and f.exchange_exception = 'CASE' offset 0));

-- 退回重报: what came back is due again, from the day on which the unit could know of it. The clock of the first submission stays
-- met, since it came in time.
alter table rectification add column status_at timestamptz not null default now();
update rectification set status_at = status_on::timestamp at time zone 'Asia/Shanghai';
grant update (status_at) on rectification to tier_runtime;
grant select (status, status_on, status_at) on rectification to tier_worker;
alter table deadline_policy drop constraint deadline_policy_clock;
alter table deadline_policy add constraint deadline_policy_clock check (clock in ('INSPECTION', 'HEARING', 'FEEDBACK',
  'OBJECTION', 'PLAN', 'CONCENTRATED_RECTIFICATION', 'RECTIFICATION_REPORT', 'RESUBMISSION', 'REVIEW_OF_CLAIM'));
insert into deadline_policy (id, office, clock, days, unit, warning_days, valid_from, valid_to, source)
select 'default:RESUBMISSION', null, 'RESUBMISSION', 10, 'WORKING', 3, '2000-01-01', null, source
from deadline_policy where id = 'default:PLAN';

-- Since when a plan or a report that came back is due again, null where none did.
create function due_again(status text, plan_submitted_on date, reported_on date, status_on date, status_at timestamptz)
  returns date language sql stable parallel safe
  return case when status = 'PLAN_DUE' and plan_submitted_on is not null or status = 'CONCENTRATED' and reported_on is not null
              then greatest(status_on, office_day(status_at)) end;

create or replace view clock_start with (security_invoker = true) as
  select t.office, t.round_id, t.id as target_id, null::text as finding_id, t.unit_id, t.region,
         -- a report that was found false is due again while its target is evaluated, or archived
         case when c.clock = 'RESUBMISSION' then 'RECTIFYING' else t.status end as stage, c.clock, c.started_on, c.met_on
  from round_target t
  left join lateral (
    select r.plan_submitted_on, r.reported_on,
           due_again(r.status, r.plan_submitted_on, r.reported_on, r.status_on, r.status_at) as again_from
    from rectification r where r.target_id = t.id offset 0) r on true
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
    ('RECTIFICATION_REPORT', k.told_on, r.reported_on),
    ('RESUBMISSION', r.again_from, null)) as c (clock, started_on, met_on)
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
    select r.plan_submitted_on, r.reported_on,
           due_again(r.status, r.plan_submitted_on, r.reported_on, r.status_on, r.status_at) as again_from
    from rectification r where r.target_id = d.target_id offset 0) r on true
  cross join lateral (select greatest(d.issued_on, office_day(d.issued_at)) as told_on) k
  cross join lateral (values
    ('OBJECTION', k.told_on, null),
    ('PLAN', k.told_on, r.plan_submitted_on),
    ('CONCENTRATED_RECTIFICATION', k.told_on, r.reported_on),
    ('RECTIFICATION_REPORT', k.told_on, r.reported_on),
    ('RESUBMISSION', r.again_from, null)) as c (clock, started_on, met_on)
  cross join lateral policy_on(d.office, c.clock, c.started_on) p
  cross join lateral (select due_on(c.started_on, p.days, p.unit) as due_on offset 0) u
  -- what is withdrawn sets the unit no time
  where u.due_on is not null and d.status <> 'WITHDRAWN' and (d.purpose = 'FEEDBACK' or c.clock <> 'OBJECTION');
