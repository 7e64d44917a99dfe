-- The book of an office, and the projection of it that goes upward.
-- Foreign keys carry the office, because foreign-key checks bypass the policies.

create table round (
  id text primary key,
  office text not null references office (code),
  term_id text not null,
  ordinal integer not null constraint round_ordinal check (ordinal > 0),
  kind text not null constraint round_kind check (kind in ('REGULAR', 'SPECIAL', 'MOBILE', 'LOOK_BACK')),
  assignment_mode text not null constraint round_assignment_mode check (assignment_mode in
    ('OWN_TIER', 'UPGRADED', 'CROSS', 'RING', 'POOLED', 'ASSISTED', 'RECUSAL_SWAP')),
  title text not null,
  status text not null constraint round_status check (status in
    ('PREPARING', 'AUTHORISED', 'RUNNING', 'CLOSED', 'WITHDRAWN')),
  version integer not null,
  document_number text,
  authorised_on date,
  note text,
  synthetic boolean not null,
  opened_at timestamptz not null,
  constraint round_of_office unique (office, id),
  constraint round_number unique (office, term_id, ordinal),
  foreign key (office, term_id) references term (office, id)
);
create index round_by_opening on round (office, opened_at desc, id desc);

-- 备案: from here on the header of the round and its targets are visible upward.
create table filing (
  round_id text primary key,
  office text not null,
  filed_at timestamptz not null,
  foreign key (office, round_id) references round (office, id)
);

create table round_target (
  id text primary key,
  office text not null,
  round_id text not null,
  unit_id text not null,
  unit_name text not null,
  region text not null,
  method text constraint round_target_method check (method in
    ('TOWNSHIP_WITH_VILLAGES', 'INTEGRATED', 'SPOT', 'DIRECT_VILLAGE', 'BACKPACK', 'QR')),
  status text not null constraint round_target_status check (status in ('PLANNED', 'ENTERED', 'REPORTED', 'HEARD',
    'FED_BACK', 'RECTIFYING', 'EVALUATED', 'ARCHIVED', 'RELEASED')),
  version integer not null,
  entered_on date,
  reported_on date,
  heard_on date,
  hearing_body text,
  hearing_document_number text,
  fed_back_on date,
  rectification_started_on date,
  evaluated_on date,
  archived_on date,
  note text,
  added_at timestamptz not null,
  constraint round_target_of_office unique (office, id),
  constraint round_target_unit unique (office, round_id, unit_id),
  foreign key (office, round_id) references round (office, id)
);
create index round_target_by_round on round_target (round_id, added_at desc, id desc);

create table appointment (
  id text primary key,
  office text not null,
  round_id text not null,
  target_id text not null,
  person text not null,
  role text not null constraint appointment_role check (role in ('LEADER', 'DEPUTY', 'LIAISON', 'MEMBER')),
  valid_from date not null,
  valid_to date,
  -- the handover after the hearing ends it at that moment, whatever the dates say
  ended_at timestamptz,
  constraint appointment_period check (valid_to is null or valid_to >= valid_from),
  foreign key (office, target_id) references round_target (office, id),
  foreign key (office, round_id) references round (office, id)
);
create index appointment_of_person on appointment (person, target_id);
create index appointment_of_target on appointment (target_id);

create table finding (
  id text primary key,
  office text not null,
  round_id text not null,
  target_id text not null,
  unit_id text not null,
  unit_name text not null,
  region text not null,
  ordinal integer not null,
  title text not null,
  description text not null,
  focus text not null,
  category text not null,
  status text not null constraint finding_status check (status in ('DRAFT', 'TEAM_AGREED', 'FACTS_EXCHANGED',
    'REPORTED', 'FED_BACK', 'RECTIFYING', 'CLAIMED_DONE', 'VERIFIED', 'CLOSED', 'LONG_TERM', 'DISMISSED')),
  status_at timestamptz not null,
  version integer not null,
  unit_reply text,
  exchange_exception text constraint finding_exchange_exception check (exchange_exception in ('UNIT_HEAD', 'CASE')),
  proof text,
  note text,
  synthetic boolean not null,
  opened_at timestamptz not null,
  constraint finding_of_office unique (office, id),
  constraint finding_number unique (office, target_id, ordinal),
  foreign key (office, target_id) references round_target (office, id)
);
create index finding_by_opening on finding (office, opened_at desc, id desc);
create index finding_of_target on finding (target_id, opened_at desc, id desc);
create index finding_of_round on finding (round_id, opened_at desc, id desc);

create table publication (
  id text primary key,
  office text not null,
  -- the code at each breadth of a superior's view: an expression would not be leakproof, and so use no index
  office_city text not null,
  office_province text not null,
  round_id text not null,
  target_id text not null,
  unit_id text not null,
  region text not null,
  version integer not null,
  status text not null constraint publication_status check (status in ('SUBMITTED', 'ACCEPTED', 'RETURNED', 'RECALLED')),
  revision integer not null,
  is_current boolean not null,
  manifest jsonb not null,
  manifest_hash text not null,
  submitted_at timestamptz not null,
  submitted_by text not null,
  note text,
  recalled_at timestamptz,
  recall_reason text,
  constraint publication_of_office unique (office, id),
  constraint publication_currency unique (office, id, is_current),
  constraint publication_number unique (office, target_id, version),
  constraint publication_breadth check (office_city = left(office, 4) and office_province = left(office, 2)),
  foreign key (office, target_id) references round_target (office, id)
);
create unique index publication_current on publication (target_id) where is_current;
create index publication_of_target on publication (target_id, version desc);
create index publication_by_submission on publication (office, submitted_at desc, id desc);
create index publication_by_city on publication (office_city, submitted_at desc, id desc);
create index publication_by_region on publication (region);
create index publication_by_province on publication (office_province, submitted_at desc, id desc);

-- What a publication says of a finding, as it was when it was submitted. Never changed, only superseded.
create table published_finding (
  publication_id text not null,
  finding_id text not null,
  office text not null,
  office_city text not null,
  office_province text not null,
  round_id text not null,
  target_id text not null,
  unit_id text not null,
  unit_name text not null,
  region text not null,
  ordinal integer not null,
  title text not null,
  description text not null,
  focus text not null,
  category text not null,
  status text not null,
  finding_version integer not null,
  unit_reply text,
  synthetic boolean not null,
  opened_at timestamptz not null,
  is_current boolean not null,
  primary key (publication_id, finding_id),
  constraint published_finding_breadth check (office_city = left(office, 4) and office_province = left(office, 2)),
  -- whoever ends a publication ends all of its rows, also those that this person may not see
  foreign key (office, publication_id, is_current) references publication (office, id, is_current) on update cascade,
  foreign key (office, finding_id) references finding (office, id)
);
create unique index published_finding_current on published_finding (finding_id) where is_current;
-- one index per breadth of the reader's view, newest first: a page costs the same at any depth
create index published_finding_by_office on published_finding (office, opened_at desc, finding_id desc) where is_current;
create index published_finding_by_city on published_finding (office_city, opened_at desc, finding_id desc) where is_current;
create index published_finding_by_province on published_finding (office_province, opened_at desc, finding_id desc) where is_current;
create index published_finding_by_region on published_finding (region) where is_current;
create index published_finding_by_target on published_finding (target_id, opened_at desc, finding_id desc) where is_current;
create index published_finding_by_round on published_finding (round_id, opened_at desc, finding_id desc) where is_current;
create index published_finding_by_category on published_finding (office_province, category, opened_at desc, finding_id desc) where is_current;
create index published_finding_by_focus on published_finding (office_province, focus, opened_at desc, finding_id desc) where is_current;

-- The live part of a finding, without a word of its text: what figures count, and the live status that a superior sees
-- beside the published text. Kept by the triggers below, so that no writer can forget it.
create table finding_cell (
  finding_id text primary key,
  office text not null,
  round_id text not null,
  target_id text not null,
  unit_id text not null,
  region text not null,
  status text not null,
  status_at timestamptz not null,
  published boolean not null,
  synthetic boolean not null,
  foreign key (office, finding_id) references finding (office, id)
);
create index finding_cell_of_target on finding_cell (target_id);
create index finding_cell_by_region on finding_cell (region, status);

create function finding_cell_follow_insert() returns trigger language plpgsql as $$
begin
  insert into finding_cell
  select id, office, round_id, target_id, unit_id, region, status, status_at, false, synthetic from changed;
  return null;
end $$;
create function finding_cell_follow_update() returns trigger language plpgsql as $$
begin
  update finding_cell c set status = n.status, status_at = n.status_at
  from changed n where c.finding_id = n.id and c.status <> n.status;
  return null;
end $$;
create function finding_cell_follow_publication() returns trigger language plpgsql as $$
begin
  update finding_cell c set published = exists
    (select 1 from published_finding p where p.finding_id = c.finding_id and p.is_current)
  from changed n where c.finding_id = n.finding_id;
  return null;
end $$;
create trigger cell_insert after insert on finding referencing new table as changed
  for each statement execute function finding_cell_follow_insert();
create trigger cell_update after update on finding referencing new table as changed
  for each statement execute function finding_cell_follow_update();
create trigger cell_publish after insert on published_finding referencing new table as changed
  for each statement execute function finding_cell_follow_publication();
create trigger cell_supersede after update on published_finding referencing new table as changed
  for each statement execute function finding_cell_follow_publication();

-- Where each target of a round stands, for the round's own step: it follows from all targets, also from those that the
-- person who moves the last one may not see.
create table target_cell (
  target_id text primary key,
  office text not null,
  round_id text not null,
  status text not null,
  foreign key (office, target_id) references round_target (office, id)
);
create index target_cell_of_round on target_cell (round_id);

create function target_cell_follow_insert() returns trigger language plpgsql as $$
begin
  insert into target_cell select id, office, round_id, status from changed;
  return null;
end $$;
create function target_cell_follow_update() returns trigger language plpgsql as $$
begin
  update target_cell c set status = n.status from changed n where c.target_id = n.id and c.status <> n.status;
  return null;
end $$;
create trigger cell_insert after insert on round_target referencing new table as changed
  for each statement execute function target_cell_follow_insert();
create trigger cell_update after update on round_target referencing new table as changed
  for each statement execute function target_cell_follow_update();
