-- Deadlines are derived: policies and the calendar are dated data, due dates and colours are computed when they are read.

-- Every day with the running number of working days, so that a due date is one look-up by number. Loaded from
-- schema/calendar by the migration step; `known` says whether the holidays of its year are.
create table working_day (
  day date primary key,
  working boolean not null,
  number integer not null,
  known boolean not null
);
create unique index working_day_number on working_day (number) where working;

-- How many days a clock gives: a row of an office wins over the row for everybody (office is null).
create table deadline_policy (
  id text primary key,
  office text references office (code),
  clock text not null constraint deadline_policy_clock check (clock in ('INSPECTION', 'HEARING', 'FEEDBACK', 'OBJECTION',
    'PLAN', 'CONCENTRATED_RECTIFICATION', 'RECTIFICATION_REPORT', 'REVIEW_OF_CLAIM')),
  days integer not null constraint deadline_policy_days check (days between 1 and 1000),
  unit text not null constraint deadline_policy_unit check (unit in ('WORKING', 'CALENDAR')),
  warning_days integer not null constraint deadline_policy_warning check (warning_days between 0 and 1000),
  valid_from date not null,
  -- the day on which the next row takes over
  valid_to date,
  source text not null,
  constraint deadline_policy_period check (valid_to is null or valid_to > valid_from),
  constraint deadline_policy_start unique nulls not distinct (office, clock, valid_from)
);

-- [K] What offices usually give: configurable practice, not law. An office sets its own days beside these.
insert into deadline_policy (id, office, clock, days, unit, warning_days, valid_from, valid_to, source)
select 'default:' || clock, null, clock, days, unit, warning_days, '2000-01-01', null, '[K] 通行做法，可配置，并非法定。Configurable practice, not law.'
from (values
  ('INSPECTION', 40, 'CALENDAR', 7),
  ('HEARING', 30, 'CALENDAR', 7),
  ('FEEDBACK', 10, 'WORKING', 3),
  ('OBJECTION', 10, 'WORKING', 3),
  ('PLAN', 15, 'WORKING', 3),
  ('CONCENTRATED_RECTIFICATION', 90, 'CALENDAR', 15),
  ('RECTIFICATION_REPORT', 120, 'CALENDAR', 15),
  ('REVIEW_OF_CLAIM', 15, 'WORKING', 3)) as d (clock, days, unit, warning_days);

-- The due date; the day of the start does not count. Null beyond the days that are loaded.
create function due_on(start date, days integer, unit text) returns date language sql stable parallel safe
  return case unit when 'CALENDAR' then start + days
    else (select d.day from working_day d
          where d.working and d.number = (select s.number from working_day s where s.day = start) + days) end;
-- Days after the first up to and with the second, negative where the second lies before.
create function days_between(first date, second date, unit text) returns integer language sql stable parallel safe
  return case unit when 'CALENDAR' then second - first
    else (select d.number from working_day d where d.day = second)
       - (select d.number from working_day d where d.day = first) end;
create function colour_of(today date, due date, warning_days integer) returns text language sql immutable parallel safe
  return case when today > due then 'RED' when today >= due - warning_days then 'YELLOW' else 'GREEN' end;

-- Which step starts a clock and which ends it, written once (0008 writes it anew with the dates of the rectification). Until then the target's
-- dates stand for its plan and its report. A right to object ends with its last day and is never overdue.
create index round_target_by_status on round_target (status, office);
create index finding_claimed on finding (office, target_id) where status = 'CLAIMED_DONE';
create view clock_start with (security_invoker = true) as
  select t.office, t.round_id, t.id as target_id, null::text as finding_id, t.unit_id, t.region, t.status as stage,
         c.clock, c.started_on, c.met_on
  from round_target t cross join lateral (values
    ('INSPECTION', t.entered_on, t.reported_on),
    ('HEARING', t.reported_on, t.heard_on),
    ('FEEDBACK', t.heard_on, t.fed_back_on),
    ('OBJECTION', t.fed_back_on, null),
    ('PLAN', t.fed_back_on, t.rectification_started_on),
    ('CONCENTRATED_RECTIFICATION', t.fed_back_on, t.evaluated_on),
    ('RECTIFICATION_REPORT', t.fed_back_on, t.evaluated_on)) as c (clock, started_on, met_on)
  where c.started_on is not null
union all
  select f.office, f.round_id, f.target_id, f.id, f.unit_id, f.region, f.status,
         'REVIEW_OF_CLAIM', (f.status_at at time zone 'Asia/Shanghai')::date, null
  from finding f where f.status = 'CLAIMED_DONE';

-- With the days of the policy that was valid on the start, and the due date. `offset 0` computes it once a row.
create view deadline with (security_invoker = true) as
  select c.*, p.days, p.unit, p.warning_days, d.due_on,
         p.unit = 'CALENDAR' or (select bool_and(w.known) from working_day w where w.day in (c.started_on, d.due_on))
           as calendar_known
  from clock_start c
  cross join lateral (
    select p.days, p.unit, p.warning_days from deadline_policy p
    where p.clock = c.clock and (p.office = c.office or p.office is null)
      and p.valid_from <= c.started_on and (p.valid_to is null or p.valid_to > c.started_on)
    order by p.office is null, p.valid_from desc limit 1) p
  cross join lateral (select due_on(c.started_on, p.days, p.unit) as due_on offset 0) d
  where d.due_on is not null;
create view running_deadline with (security_invoker = true) as
  select * from deadline
  where met_on is null and stage in ('ENTERED', 'REPORTED', 'HEARD', 'FED_BACK', 'RECTIFYING', 'CLAIMED_DONE');

-- Deadlines belong to the book: the own office and the team read them, and nobody above.
create view my_deadline with (security_invoker = true) as
  select * from deadline d
  where d.office in (select m.owner from my_book m) or d.target_id in (select m.target_id from my_team m);
create view my_running_deadline with (security_invoker = true) as
  select * from running_deadline d
  where d.office in (select m.owner from my_book m) or d.target_id in (select m.target_id from my_team m);

-- A clock that turned yellow or red, written once by the worker. A due date that moved is another due date.
create table alert (
  id text primary key,
  office text not null,
  round_id text not null,
  target_id text not null,
  finding_id text,
  unit_id text not null,
  region text not null,
  clock text not null,
  started_on date not null,
  due_on date not null,
  colour text not null constraint alert_colour check (colour in ('YELLOW', 'RED')),
  -- the day in the offices' time zone on which the worker saw it
  turned_on date not null,
  at timestamptz not null,
  constraint alert_once unique nulls not distinct (office, target_id, finding_id, clock, started_on, due_on, colour),
  foreign key (office, target_id) references round_target (office, id),
  foreign key (office, finding_id) references finding (office, id)
);
create index alert_of_target on alert (target_id, at);

-- 周督促、月研判、季汇报: scheduled when a rectification starts, and by the worker while it lasts.
create table obligation (
  id text primary key,
  office text not null,
  round_id text not null,
  target_id text not null,
  unit_id text not null,
  region text not null,
  kind text not null constraint obligation_kind check (kind in ('WEEKLY_URGING', 'MONTHLY_ASSESSMENT', 'QUARTERLY_REPORT')),
  ordinal integer not null constraint obligation_ordinal check (ordinal > 0),
  started_on date not null,
  due_on date not null,
  status text not null constraint obligation_status check (status in ('SCHEDULED', 'DONE')),
  version integer not null,
  done_on date,
  done_by text,
  note text,
  constraint obligation_done check ((status = 'DONE') = (done_on is not null and done_by is not null)),
  constraint obligation_number unique (office, target_id, kind, ordinal),
  foreign key (office, target_id) references round_target (office, id)
);
create index obligation_by_due on obligation (office, due_on, id);
create index obligation_scheduled on obligation (office, due_on, id) where status = 'SCHEDULED';
create index obligation_of_target on obligation (target_id, kind, ordinal desc);

alter table working_day enable row level security;
alter table working_day force row level security;
alter table deadline_policy enable row level security;
alter table deadline_policy force row level security;
alter table alert enable row level security;
alter table alert force row level security;
alter table obligation enable row level security;
alter table obligation force row level security;
create policy owner_all on working_day to current_user using (true) with check (true);
create policy owner_all on deadline_policy to current_user using (true) with check (true);
create policy owner_all on alert to current_user using (true) with check (true);
create policy owner_all on obligation to current_user using (true) with check (true);

-- Calendar and policies are readable by everyone signed in; a policy is the own office's.
create policy signed_in on working_day for select to tier_runtime using ((select caller_person()) is not null);
create policy signed_in on deadline_policy for select to tier_runtime using ((select caller_person()) is not null);
create policy sets on deadline_policy for insert to tier_runtime with check (office = (select reading_office()));
create policy ends on deadline_policy for update to tier_runtime using (office = (select reading_office()));

create policy reads on alert for select to tier_runtime
  using ((office in (select m.owner from my_book m) or target_id in (select m.target_id from my_team m))
         and not recused(office, region, unit_id, round_id, coalesce(finding_id, '')));
create policy reads on obligation for select to tier_runtime
  using (office in (select m.owner from my_book m) and not recused(office, region, unit_id, round_id, ''));
create policy schedules on obligation for insert to tier_runtime
  with check (office = (select reading_office()) and not recused(office, region, unit_id, round_id, ''));
create policy fulfils on obligation for update to tier_runtime
  using (office = (select reading_office()) and not recused(office, region, unit_id, round_id, ''));

-- The worker's alert clock: it sees dates and states, no word of any text, and writes in its own name only.
create policy clock on working_day for select to tier_worker using (true);
create policy clock on deadline_policy for select to tier_worker using (true);
create policy clock on round_target for select to tier_worker using (true);
create policy clock on finding for select to tier_worker using (status = 'CLAIMED_DONE');
create policy clock on alert for select to tier_worker using (true);
create policy clock_writes on alert for insert to tier_worker with check (true);
create policy clock on obligation for select to tier_worker using (true);
create policy clock_schedules on obligation for insert to tier_worker with check (status = 'SCHEDULED');
create policy clock_appends on journal for insert to tier_worker with check (actor = 'platform');

grant select on working_day, deadline_policy, alert, obligation, clock_start, deadline, running_deadline, my_deadline,
  my_running_deadline to tier_runtime;
grant insert on deadline_policy, obligation to tier_runtime;
grant update (valid_to) on deadline_policy to tier_runtime;
grant update (status, version, done_on, done_by, note) on obligation to tier_runtime;
grant select on working_day, deadline_policy, alert, obligation, clock_start, deadline, running_deadline to tier_worker;
grant select (id, office, round_id, unit_id, region, status, entered_on, reported_on, heard_on, fed_back_on,
  rectification_started_on, evaluated_on) on round_target to tier_worker;
grant select (id, office, round_id, target_id, unit_id, region, status, status_at) on finding to tier_worker;
grant insert on alert, obligation to tier_worker;
grant insert (office, event, object_kind, object_id, object_version, actor, at, body) on journal to tier_worker;
