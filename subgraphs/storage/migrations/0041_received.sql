-- What was received from the offices below, by this tier's office `office` from `source`: the copies of rounds, targets and
-- publications that the inbox alone has made. Written by the worker; a publication's status also by its direct superior.

create table received_round (
  office text not null,
  id text not null,
  source text not null,
  kind text not null,
  assignment_mode text not null,
  ordinal integer not null,
  title text not null,
  document_number text,
  authorised_on date,
  starts_on date,
  ends_on date,
  synthetic boolean not null,
  filed_at timestamptz not null,
  received_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawal_reason text,
  -- the source was set back and does not know it any more
  lost_at timestamptz,
  primary key (office, id)
);
create index received_round_by_source on received_round (office, source);
create table received_target (
  office text not null,
  id text not null,
  source text not null,
  round_id text not null,
  unit_id text not null,
  unit_name text not null,
  region text not null,
  method text,
  status text not null,
  entered_on date,
  reported_on date,
  heard_on date,
  fed_back_on date,
  rectification_started_on date,
  evaluated_on date,
  archived_on date,
  received_at timestamptz not null,
  lost_at timestamptz,
  primary key (office, id)
);
create index received_target_of_round on received_target (office, round_id);

create table received_publication (
  office text not null,
  id text not null,
  source text not null,
  round_id text not null,
  target_id text not null,
  unit_id text not null,
  unit_name text not null,
  region text not null,
  -- number of the submission of this target, from 1
  number integer not null,
  status text not null constraint received_publication_status check (status in ('SUBMITTED', 'ACCEPTED', 'RETURNED', 'RECALLED')),
  -- rises with every change of the status
  revision integer not null,
  is_current boolean not null,
  finding_ids text[] not null,
  manifest_hash text not null,
  submitted_at timestamptz not null,
  submitted_by text not null,
  note text,
  entered_by_office text,
  synthetic boolean not null,
  received_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  decision_reason text,
  recalled_at timestamptz,
  recall_reason text,
  lost_at timestamptz,
  primary key (office, id)
);
create unique index received_publication_current on received_publication (office, target_id) where is_current;
create index received_publication_by_receipt on received_publication (office, received_at desc, id desc);
create index received_publication_waiting on received_publication (office, received_at desc, id desc)
  where status = 'SUBMITTED' and is_current;
create index received_publication_of_target on received_publication (office, target_id, number desc);

create table received_finding (
  office text not null,
  publication_id text not null,
  finding_id text not null,
  source text not null,
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
  further_unit_ids text[] not null,
  hash text not null,
  synthetic boolean not null,
  opened_at timestamptz not null,
  -- how it stands now, by the last word of the source
  live_status text not null,
  live_at timestamptz not null,
  is_current boolean not null,
  -- the version was recalled: the words are the audit role's alone
  withheld boolean not null default false,
  primary key (office, publication_id, finding_id)
);
create index received_finding_current on received_finding (office, finding_id) where is_current;

-- Where each received finding stood, from one moment of this tier's clock to another: what the figures as received on a day
-- are counted from. One row is open per finding that a current version lists.
create table received_cell (
  office text not null,
  finding_id text not null,
  publication_id text not null,
  target_id text not null,
  source text not null,
  region text not null,
  status text not null,
  synthetic boolean not null,
  since timestamptz not null,
  until timestamptz
);
create unique index received_cell_open on received_cell (office, finding_id) where until is null;
create index received_cell_by_region on received_cell (office, region, since);
create index received_cell_of_target on received_cell (office, target_id) where until is null;

do $$
declare made text;
begin
  foreach made in array array['received_round', 'received_target', 'received_publication', 'received_finding', 'received_cell'] loop
    execute format('alter table %1$I enable row level security;
      alter table %1$I force row level security;
      create policy owner_all on %1$I to current_user using (true) with check (true);
      create policy works on %1$I to tier_worker using (true) with check (true);
      grant select, insert, update on %1$I to tier_worker;
      grant select on %1$I to tier_runtime', made);
  end loop;
end $$;

-- A recusal binds copies as it binds the book: from whoever is recused from the source's region, the unit, the round or the finding.
create policy reads on received_round for select to tier_runtime
  using (office = (select reading_office()) and not recused(source, '', '', id, ''));
create policy reads on received_target for select to tier_runtime
  using (office = (select reading_office()) and not recused(source, region, unit_id, round_id, ''));
create policy reads on received_publication for select to tier_runtime
  using (office = (select reading_office()) and not recused(source, region, unit_id, round_id, ''));
create policy reads on received_finding for select to tier_runtime
  using (not withheld and office = (select reading_office()) and not recused(source, region, unit_id, round_id, finding_id)
         and not recused_from(further_unit_ids));
-- A tombstone is everybody's who could read the version; what it said, the audit role's.
create function audit_office() returns text language sql stable parallel safe
  return case when caller_roles() && array['AUDIT_ADMIN'] then caller_office() end;
create policy audits on received_publication for select to tier_runtime
  using (status = 'RECALLED' and office = (select audit_office()));
create policy audits on received_finding for select to tier_runtime
  using (withheld and office = (select audit_office()));
-- Cells count, and recusal does not touch totals.
create policy counts on received_cell for select to tier_runtime using (office = (select figures_office()));

-- Acceptance and return: by the direct superior. What a role may do, the table in domain/publication says.
create policy decides on received_publication for update to tier_runtime
  using (office = (select reading_office()) and office = superior_of(source) and status = 'SUBMITTED' and is_current
         and not recused(source, region, unit_id, round_id, ''))
  with check (status in ('ACCEPTED', 'RETURNED')
              and (status <> 'ACCEPTED' or entered_by_office is null or entered_by_office <> office));
grant update (status, revision, decided_at, decided_by, decision_reason) on received_publication to tier_runtime;

-- The owner's row follows by the message: as long as nothing else has happened to it.
alter table publication add column decided_at timestamptz, add column decided_by_office text, add column decision_reason text;
create policy follows_decision on publication for update to tier_worker
  using (status = 'SUBMITTED' and is_current) with check (status in ('ACCEPTED', 'RETURNED'));
grant update (status, revision, decided_at, decided_by_office, decision_reason) on publication to tier_worker;
-- the trigger that counts submissions looks whether one came or went: a decision changes no row of it
create policy follows_decision on inspection_cell for select to tier_worker using (true);
create policy follows_no_decision on inspection_cell for update to tier_worker using (false);
grant select, update (submitted) on inspection_cell to tier_worker;

-- What happened to a received version is read by who reads the version; a stream's release by the administrators.
create policy of_received on journal as restrictive for select to tier_runtime
  using (case object_kind
    when 'ReceivedPublication' then exists (select 1 from received_publication p where p.id = journal.object_id offset 0)
    when 'Stream' then office = (select exchange_admin_office())
    else true end);
