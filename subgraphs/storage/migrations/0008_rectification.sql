-- 整改 rectification of a target: the plan, the measures, the report, the joint review of n parties, the evaluation.

create table rectification (
  id text primary key,
  office text not null,
  round_id text not null,
  target_id text not null,
  unit_id text not null,
  unit_name text not null,
  region text not null,
  status text not null constraint rectification_status check (status in ('PLAN_DUE', 'PLAN_SUBMITTED', 'PLAN_REVIEWED',
    'CONCENTRATED', 'REPORTED', 'JOINT_REVIEW', 'EVALUATED', 'COMPLETED', 'CONTINUING', 'FALSE_REPORTED')),
  status_on date not null,
  version integer not null,
  plan text,
  report text,
  evaluation text constraint rectification_evaluation check (evaluation in ('EXCELLENT', 'QUALIFIED', 'BASIC', 'FAILED')),
  -- why the last step was taken: a return, a verdict; the unit reads it
  note text,
  fed_back_on date not null,
  plan_submitted_on date,
  plan_reviewed_on date,
  concentrated_on date,
  reported_on date,
  evaluated_on date,
  completed_on date,
  synthetic boolean not null,
  opened_at timestamptz not null,
  constraint rectification_of_office unique (office, id),
  constraint rectification_of_target unique (office, target_id),
  foreign key (office, target_id) references round_target (office, id)
);
create index rectification_by_opening on rectification (office, opened_at desc, id desc);
create index rectification_of_unit on rectification (unit_id, opened_at desc, id desc);
create index rectification_target on rectification (target_id);

-- 整改措施: what the unit will do about a finding, by whom, until when. A plan that comes back is submitted anew, whole.
create table measure (
  id text primary key,
  office text not null,
  rectification_id text not null,
  finding_id text not null,
  -- of the plan's submissions, from 1; the highest one counts
  submission integer not null,
  ordinal integer not null,
  text text not null,
  responsible text not null,
  due_on date not null,
  constraint measure_number unique (office, rectification_id, submission, ordinal),
  foreign key (office, rectification_id) references rectification (office, id),
  foreign key (office, finding_id) references finding (office, id)
);
create index measure_of_rectification on measure (rectification_id);

-- Who takes part in the joint review of an office's rectifications: configuration, dated.
create table review_party (
  id text primary key,
  office text not null references office (code),
  ordinal integer not null,
  name text not null,
  role text not null constraint review_party_role check (role in ('DIRECTOR', 'SUPERIOR_BODY', 'DISCIPLINE', 'ORGANISATION',
    'PUBLICITY', 'RESIDENT_GROUP', 'DEPARTMENT')),
  valid_from date not null,
  valid_to date,
  constraint review_party_period check (valid_to is null or valid_to > valid_from)
);
create index review_party_of_office on review_party (office, ordinal);

-- One row per party of a review that was opened; it is complete when all are signed.
create table review_signature (
  id text primary key,
  office text not null,
  rectification_id text not null,
  -- of the rectification's reviews, from 1; the highest one counts
  review integer not null,
  ordinal integer not null,
  name text not null,
  role text not null constraint review_signature_role check (role in ('DIRECTOR', 'SUPERIOR_BODY', 'DISCIPLINE', 'ORGANISATION',
    'PUBLICITY', 'RESIDENT_GROUP', 'DEPARTMENT')),
  -- the superior body's register entry, where it is the party
  signer_unit text,
  signed_by text,
  signed_at timestamptz,
  opinion text,
  constraint review_signature_number unique (office, rectification_id, review, ordinal),
  constraint review_signature_signed check ((signed_by is null) = (signed_at is null)),
  foreign key (office, rectification_id) references rectification (office, id)
);
create index review_signature_of_rectification on review_signature (rectification_id);
create index review_signature_open on review_signature (office, role) where signed_by is null;
-- nobody signs for two parties
create unique index review_signature_person on review_signature (office, rectification_id, review, signed_by)
  where signed_by is not null;

alter table rectification enable row level security;
alter table rectification force row level security;
alter table measure enable row level security;
alter table measure force row level security;
alter table review_party enable row level security;
alter table review_party force row level security;
alter table review_signature enable row level security;
alter table review_signature force row level security;
create policy owner_all on rectification to current_user using (true) with check (true);
create policy owner_all on measure to current_user using (true) with check (true);
create policy owner_all on review_party to current_user using (true) with check (true);
create policy owner_all on review_signature to current_user using (true) with check (true);

-- The office for whose reviews the caller's department may sign.
create function signing_office() returns text language sql stable parallel safe
  return case when caller_roles() && array['DISCIPLINE', 'ORGANISATION', 'PUBLICITY', 'RESIDENT_GROUP', 'DEPARTMENT']
              then caller_office() end;

-- by its own columns alone: the rule views below read it
create policy reads on review_signature for select to tier_runtime
  using (office = (select reading_office())
         or office = (select signing_office()) and role = any ((select caller_roles())::text[])
         or signer_unit = (select caller_unit()));
create policy opens on review_signature for insert to tier_runtime with check (office = (select reading_office()));
create policy signs on review_signature for update to tier_runtime
  using (office = (select reading_office())
         or office = (select signing_office()) and role = any ((select caller_roles())::text[])
         or signer_unit = (select caller_unit()))
  with check (signed_by = (select caller_person()));
create policy signed_in on review_party for select to tier_runtime using ((select caller_person()) is not null);
create policy own_office on review_party for insert to tier_runtime with check (office = (select reading_office()));
create policy own_office_ends on review_party for update to tier_runtime using (office = (select reading_office()));

-- A rectification is read by its office, by the unit that was told (and the body above it), and by who signs its review.
create view rule_signs with (security_invoker = true) as
  select s.office as owner, s.rectification_id from review_signature s;
create view fed_back_to_me with (security_invoker = true) as
  select r.target_id from rule_disclosed r where r.grantee_unit = (select caller_unit());

create policy reads on rectification for select to tier_runtime
  using ((office = (select reading_office())
          or target_id in (select m.target_id from fed_back_to_me m)
          or (select reading_office()) is null and id in (select m.rectification_id from rule_signs m))
         and not recused(office, region, unit_id, round_id, ''));
create policy opens on rectification for insert to tier_runtime
  with check (office = (select reading_office()) and not recused(office, region, unit_id, round_id, ''));
create policy moves on rectification for update to tier_runtime
  using ((office = (select reading_office()) or target_id in (select a.target_id from answering_for a))
         and not recused(office, region, unit_id, round_id, ''));

create policy reads on measure for select to tier_runtime
  using (exists (select 1 from rectification r where r.id = measure.rectification_id offset 0)
         and not recused(office, '', '', '', finding_id));
create policy plans on measure for insert to tier_runtime
  with check (exists (select 1 from rectification r where r.id = measure.rectification_id offset 0)
              and (office = (select reading_office()) or finding_id in (select m.finding_id from answerable m)));

grant select on rule_signs, fed_back_to_me to tier_runtime;
grant select, insert on rectification, measure, review_party, review_signature to tier_runtime;
grant update (status, status_on, version, plan, report, evaluation, note, plan_submitted_on, plan_reviewed_on,
  concentrated_on, reported_on, evaluated_on, completed_on) on rectification to tier_runtime;
grant update (valid_to) on review_party to tier_runtime;
grant update (signed_by, signed_at, opinion) on review_signature to tier_runtime;

-- The clocks of the plan and of the report are met by the rectification's own dates.
create or replace view clock_start with (security_invoker = true) as
  select t.office, t.round_id, t.id as target_id, null::text as finding_id, t.unit_id, t.region, t.status as stage,
         c.clock, c.started_on, c.met_on
  from round_target t
  left join lateral (select r.plan_submitted_on, r.reported_on from rectification r where r.target_id = t.id offset 0) r on true
  cross join lateral (values
    ('INSPECTION', t.entered_on, t.reported_on),
    ('HEARING', t.reported_on, t.heard_on),
    ('FEEDBACK', t.heard_on, t.fed_back_on),
    ('OBJECTION', t.fed_back_on, null),
    ('PLAN', t.fed_back_on, r.plan_submitted_on),
    ('CONCENTRATED_RECTIFICATION', t.fed_back_on, r.reported_on),
    ('RECTIFICATION_REPORT', t.fed_back_on, r.reported_on)) as c (clock, started_on, met_on)
  where c.started_on is not null
union all
  select f.office, f.round_id, f.target_id, f.id, f.unit_id, f.region, f.status,
         'REVIEW_OF_CLAIM', (f.status_at at time zone 'Asia/Shanghai')::date, null
  from finding f where f.status = 'CLAIMED_DONE';
create policy clock on rectification for select to tier_worker using (true);
grant select (target_id, plan_submitted_on, reported_on) on rectification to tier_worker;
