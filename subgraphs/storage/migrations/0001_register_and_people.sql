-- Offices, terms, the register of units, accounts: what every later table leans on.
-- Enumerations are text with a check, so that comparisons stay leakproof under row-level security.
-- `office` is always the region code of the owning office.

-- Who is calling, from settings of the transaction. The empty string is nobody.
create function caller_person() returns text language sql stable parallel safe
  return nullif(current_setting('app.person', true), '');
create function caller_office() returns text language sql stable parallel safe
  return nullif(current_setting('app.office', true), '');
create function caller_roles() returns text[] language sql stable parallel safe
  return coalesce(nullif(current_setting('app.roles', true), ''), '{}')::text[];
-- today for the offices: a calendar date in Asia/Shanghai
create function office_today() returns date language sql stable parallel safe
  return (now() at time zone 'Asia/Shanghai')::date;
-- the offices above, the direct superior last: 530115 -> {53,5301}
create function superiors_of(office text) returns text[] language sql immutable parallel safe
  return case length(office) when 6 then array[left(office, 2), left(office, 4)]
                             when 4 then array[left(office, 2)]
                             else array[]::text[] end;

-- The office whose book the caller reads by role, null where the roles read no business rows.
create function reading_office() returns text language sql stable parallel safe
  return case when caller_roles() && array['CLERK', 'DIRECTOR', 'APPROVER', 'COORDINATOR'] then caller_office() end;
-- The office whose figures the caller reads: a wall screen reads figures and nothing else.
create function figures_office() returns text language sql stable parallel safe
  return case when caller_roles() && array['CLERK', 'DIRECTOR', 'APPROVER', 'COORDINATOR', 'DISPLAY'] then caller_office() end;

-- Who may work in a team: nobody whose role excludes business data, whoever appoints.
create function team_person() returns text language sql stable parallel safe
  return case when not caller_roles() && array['DISPLAY', 'SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN'] then caller_person() end;

-- Recusal 回避: whether the caller may have nothing to do with an object. Pass '' for what the object has not.
create function recusals(scope text) returns text[] language sql stable parallel safe
  return coalesce(nullif(current_setting('app.recused_' || scope, true), ''), '{}')::text[];
-- A round lies in the region of its office, and everything of a recused round is hidden with it: so the office counts too.
create function recused(office text, region text, unit_id text, round_id text, finding_id text) returns boolean
  language sql stable parallel safe
  return array[left(office, 2), left(office, 4), office,
               left(region, 2), left(region, 4), left(region, 6), left(region, 9), region] && recusals('region')
      or unit_id = any (recusals('unit'))
      or round_id = any (recusals('round'))
      or finding_id = any (recusals('finding'));

create table office (
  code text primary key,
  id text not null unique,
  name text not null,
  enrolment text not null constraint office_enrolment check (enrolment in ('ENROLLED', 'ON_PAPER', 'NOT_ENROLLED')),
  enrolled_on date
);

create table term (
  id text primary key,
  office text not null references office (code),
  committee text not null,
  ordinal integer not null constraint term_ordinal check (ordinal > 0),
  starts_on date not null,
  ends_on date,
  constraint term_period check (ends_on is null or ends_on > starts_on),
  constraint term_of_office unique (office, id),
  constraint term_number unique (office, ordinal)
);

create table unit (
  id text primary key,
  office text not null references office (code),
  code text not null,
  name text not null,
  kind text not null constraint unit_kind check (kind in ('DEPARTMENT', 'TOWNSHIP', 'VILLAGE', 'ENTERPRISE', 'INSTITUTION', 'SCHOOL')),
  region text not null,
  superior_body text,
  cadre_level text,
  valid_from date not null,
  valid_to date,
  predecessor_id text references unit (id),
  synthetic boolean not null,
  registered_at timestamptz not null,
  constraint unit_period check (valid_to is null or valid_to > valid_from),
  constraint unit_code unique (office, code, valid_from)
);
create index unit_by_registration on unit (office, registered_at desc, id desc);

create table account (
  id text primary key,
  office text not null references office (code),
  label text not null,
  active boolean not null,
  rights_epoch integer not null
);
create table account_role (
  account_id text not null references account (id),
  role text not null constraint account_role_role check (role in ('CLERK', 'DIRECTOR', 'APPROVER', 'CUSTODIAN',
    'COORDINATOR', 'UNIT_LIAISON', 'UNIT_HEAD', 'SUPERIOR_BODY', 'DISCIPLINE', 'ORGANISATION', 'PUBLICITY',
    'RESIDENT_GROUP', 'DEPARTMENT', 'DISPLAY', 'SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN')),
  primary key (account_id, role)
);
create table recusal (
  id text primary key,
  office text not null references office (code),
  account_id text not null references account (id),
  kind text not null constraint recusal_kind check (kind in ('POST', 'TERRITORY', 'DUTY', 'KIN')),
  scope text not null constraint recusal_scope check (scope in ('REGION', 'UNIT', 'ROUND', 'FINDING')),
  subject text not null,
  since date not null,
  until date,
  constraint recusal_period check (until is null or until >= since)
);
create index recusal_of_account on recusal (account_id);

alter table office enable row level security;
alter table office force row level security;
alter table term enable row level security;
alter table term force row level security;
alter table unit enable row level security;
alter table unit force row level security;
alter table account enable row level security;
alter table account force row level security;
alter table account_role enable row level security;
alter table account_role force row level security;
alter table recusal enable row level security;
alter table recusal force row level security;

-- The owner role migrates and loads; nobody signs in with it.
create policy owner_all on office to current_user using (true) with check (true);
create policy owner_all on term to current_user using (true) with check (true);
create policy owner_all on unit to current_user using (true) with check (true);
create policy owner_all on account to current_user using (true) with check (true);
create policy owner_all on account_role to current_user using (true) with check (true);
create policy owner_all on recusal to current_user using (true) with check (true);

-- Regions, offices, terms and the register are readable by everyone signed in.
create policy signed_in on office for select to tier_runtime using (caller_person() is not null);
create policy signed_in on term for select to tier_runtime using (caller_person() is not null);
create policy signed_in on unit for select to tier_runtime using (caller_person() is not null);
create policy own_office on term for insert to tier_runtime with check (office = caller_office());
create policy own_office on unit for insert to tier_runtime with check (office = caller_office());

-- A person reads the own account; the own office keeps the recusals of its people.
create policy own_account on account for select to tier_runtime using (id = caller_person() or office = caller_office());
create policy own_office on account for update to tier_runtime using (office = caller_office()) with check (office = caller_office());
create policy own_account on account_role for select to tier_runtime
  using (account_id in (select a.id from account a));
create policy own_account on recusal for select to tier_runtime
  using (account_id = caller_person()
         or office = caller_office() and caller_roles() && array['DIRECTOR', 'SECURITY_ADMIN']);
create policy own_office on recusal for insert to tier_runtime with check (office = caller_office());

grant select on office, term, unit, account, account_role, recusal to tier_runtime;
grant insert on term, unit, recusal to tier_runtime;
grant update (rights_epoch) on account to tier_runtime;
