-- The exchange (docs/EXCHANGE.md): what the offices of this tier say to others (outbox), what is said to them (inbox), and what
-- each side keeps of the other's word. Hashes and signatures are text: they are compared, signed and shown as such.
-- Written by the tier's worker alone, but for an administrator's release of a parked stream.

-- The number of the journal up to which everything was dispatched; and what the dispatcher must remember of it: which rounds
-- were filed, and which findings the current submission of a target lists.
create table exchange_progress (
  id text primary key constraint exchange_progress_one check (id = 'journal'),
  number bigint not null
);
insert into exchange_progress values ('journal', 0);
create table exchange_filed (round_id text primary key, office text not null);
create table exchange_listed (
  finding_id text primary key,
  office text not null,
  target_id text not null,
  publication_id text not null
);
create index exchange_listed_of_target on exchange_listed (target_id);
create index exchange_listed_of_publication on exchange_listed (publication_id);

-- The sender's side of a stream: where it ends, and what the receiver has by its last word.
create table outbox_stream (
  id text primary key,
  source text not null,
  destination text not null,
  peer text not null constraint outbox_stream_peer check (peer in ('PROVINCE', 'CITY', 'COUNTY')),
  epoch integer not null,
  sequence bigint not null,
  hash text not null,
  told_epoch integer not null,
  told_sequence bigint not null,
  state text not null constraint outbox_stream_state check (state in ('OPEN', 'PARKED', 'DIVERGED', 'SUPERSEDED', 'REFUSED')),
  told_at timestamptz,
  begun_at timestamptz not null,
  constraint outbox_stream_pair unique (source, destination)
);
create table outbox (
  source text not null,
  destination text not null,
  epoch integer not null,
  sequence bigint not null,
  kind text not null,
  subject text not null,
  header text not null,
  payload text not null,
  hash text not null,
  journal bigint not null,
  at timestamptz not null,
  -- said in an epoch that ended before it arrived: it was said again in the next one
  abandoned boolean not null default false,
  -- why an administrator of the destination left it out
  skipped_reason text,
  primary key (source, destination, epoch, sequence)
);
create index outbox_of_subject on outbox (subject, source);
create table outbox_receipt (
  source text not null,
  destination text not null,
  epoch integer not null,
  sequence bigint not null,
  hash text not null,
  at text not null,
  key text not null,
  signature text not null,
  told_at timestamptz not null,
  primary key (source, destination, epoch, sequence)
);
-- What this tier had said and no longer knew when it came back from an older copy.
create table exchange_loss (
  id text primary key,
  source text not null,
  destination text not null,
  epoch integer not null,
  sequence bigint not null,
  kind text not null,
  subject text not null,
  header text not null,
  payload text not null,
  hash text not null,
  at timestamptz not null,
  found_at timestamptz not null,
  -- what a recusal asks for
  region text not null,
  unit_id text not null,
  round_id text not null,
  finding_id text not null,
  constraint exchange_loss_message unique (source, destination, epoch, sequence)
);
create index exchange_loss_by_finding on exchange_loss (source, found_at desc, id desc);

-- The receiver's side.
create table inbox_stream (
  id text primary key,
  source text not null,
  destination text not null,
  peer text not null constraint inbox_stream_peer check (peer in ('PROVINCE', 'CITY', 'COUNTY')),
  epoch integer not null,
  sequence bigint not null,
  hash text not null,
  state text not null constraint inbox_stream_state check (state in ('OPEN', 'PARKED', 'DIVERGED')),
  announced_epoch integer not null,
  parked_kind text,
  parked_reason text,
  parked_at timestamptz,
  -- the one message that an administrator leaves out, and why
  skip_epoch integer,
  skip_sequence bigint,
  skip_reason text,
  -- the sender's end of the stream, by its last word
  said_epoch integer not null,
  said_sequence bigint not null,
  last_at timestamptz,
  begun_at timestamptz not null,
  constraint inbox_stream_pair unique (source, destination)
);
create table inbox (
  source text not null,
  destination text not null,
  epoch integer not null,
  sequence bigint not null,
  kind text not null,
  subject text not null,
  header text not null,
  payload text not null,
  hash text not null,
  at timestamptz not null,
  received_at timestamptz not null,
  outcome text not null constraint inbox_outcome check (outcome in ('APPLIED', 'SET_ASIDE', 'SKIPPED')),
  reason text,
  primary key (source, destination, epoch, sequence)
);
create table inbox_epoch (
  source text not null,
  destination text not null,
  epoch integer not null,
  ended_sequence bigint not null,
  ended_hash text not null,
  ended_at timestamptz not null,
  primary key (source, destination, epoch)
);
create table exchange_quarantine (
  id bigint generated always as identity primary key,
  source text not null,
  destination text not null,
  epoch integer not null,
  sequence bigint not null,
  hash text not null,
  header text not null,
  payload text not null,
  at timestamptz not null,
  constraint exchange_quarantine_message unique (source, destination, epoch, sequence, hash)
);
-- One row for what an administrator must know, however often it happens.
create table exchange_alarm (
  what text not null,
  peer text not null,
  source text not null,
  destination text not null,
  times bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (what, peer, source, destination)
);

-- The other tiers: when they were last heard, what they understand, what they witnessed of this tier's journal.
create table exchange_peer (
  peer text primary key constraint exchange_peer_peer check (peer in ('PROVINCE', 'CITY', 'COUNTY')),
  kinds text[] not null default '{}',
  heard_at timestamptz,
  answered_at timestamptz,
  failed_at timestamptz,
  failure text,
  -- by how much its clock is ahead of this one's
  clock_ms bigint,
  witnessed_number bigint,
  witnessed_at timestamptz
);
-- Heads of the others' journals, signed by them.
create table exchange_witness (
  peer text not null,
  number bigint not null,
  hash text not null,
  at text not null,
  key text not null,
  signature text not null,
  kept_at timestamptz not null,
  primary key (peer, number, hash)
);

-- What was sent and received is not rewritten: not by the worker either.
create function exchange_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and tg_table_name = 'outbox'
     and (new.source, new.destination, new.epoch, new.sequence, new.kind, new.subject, new.header, new.payload, new.hash, new.journal, new.at)
       = (old.source, old.destination, old.epoch, old.sequence, old.kind, old.subject, old.header, old.payload, old.hash, old.journal, old.at)
  then return new;
  end if;
  raise exception 'the exchange is append-only' using errcode = 'insufficient_privilege';
end $$;
do $$
declare kept text;
begin
  foreach kept in array array['outbox', 'outbox_receipt', 'inbox', 'inbox_epoch', 'exchange_loss', 'exchange_quarantine'] loop
    execute format('create trigger append_only before update or delete on %I for each row execute function exchange_guard()', kept);
    execute format('create trigger no_truncate before truncate on %I for each statement execute function exchange_guard()', kept);
  end loop;
end $$;

-- Administrators of an office see its streams, and no content.
create function exchange_admin_office() returns text language sql stable parallel safe
  return case when caller_roles() && array['SYSTEM_ADMIN', 'AUDIT_ADMIN'] then caller_office() end;
do $$
declare made text;
begin
  foreach made in array array['exchange_progress', 'exchange_filed', 'exchange_listed', 'outbox_stream', 'outbox', 'outbox_receipt',
    'exchange_loss', 'inbox_stream', 'inbox', 'inbox_epoch', 'exchange_quarantine', 'exchange_alarm', 'exchange_peer',
    'exchange_witness'] loop
    execute format('alter table %1$I enable row level security;
      alter table %1$I force row level security;
      create policy owner_all on %1$I to current_user using (true) with check (true);
      create policy works on %1$I to tier_worker using (true) with check (true);
      grant select, insert, update on %1$I to tier_worker', made);
  end loop;
  -- what stands in rows of a pair of offices
  foreach made in array array['outbox_stream', 'exchange_loss', 'inbox_stream', 'inbox', 'inbox_epoch', 'exchange_quarantine',
    'exchange_alarm'] loop
    execute format('create policy administers on %I for select to tier_runtime
      using (source = (select exchange_admin_office()) or destination = (select exchange_admin_office()))', made);
  end loop;
  -- what is the worker's alone: no privilege goes with it
  foreach made in array array['exchange_progress', 'exchange_filed', 'exchange_listed', 'exchange_witness'] loop
    execute format('create policy nobody on %I for select to tier_runtime using (caller_person() is null and caller_office() is not null)', made);
  end loop;
end $$;
create policy administers on exchange_peer for select to tier_runtime using ((select exchange_admin_office()) is not null);
-- Who received a submission, and when: for whoever reads the submission itself.
create policy receipts on outbox for select to tier_runtime
  using (source = (select reading_office()) and exists (select 1 from publication p where p.id = outbox.subject offset 0));
create policy receipts on outbox_receipt for select to tier_runtime using (source = (select reading_office()));
-- What was lost is the office's to enter again.
create policy own_office on exchange_loss for select to tier_runtime
  using (source = (select reading_office()) and not recused(source, region, unit_id, round_id, finding_id));
create policy releases on inbox_stream for update to tier_runtime
  using (destination = (select exchange_admin_office()) and caller_roles() && array['SYSTEM_ADMIN'])
  with check (destination = (select exchange_admin_office()) and state in ('OPEN', 'PARKED'));
-- An administrator's release stands in the journal of the office whose inbox it is.
create policy administers on journal for select to tier_runtime
  using (object_kind = 'Stream' and office = (select exchange_admin_office()));

grant select on outbox_stream, inbox_stream, inbox_epoch, exchange_alarm, exchange_peer to tier_runtime;
grant select (source, destination, epoch, sequence, kind, subject, journal, at, abandoned, skipped_reason) on outbox to tier_runtime;
grant select (source, destination, epoch, sequence, at, told_at) on outbox_receipt to tier_runtime;
grant select (id, source, destination, epoch, sequence, kind, subject, at, found_at, region, unit_id, round_id, finding_id)
  on exchange_loss to tier_runtime;
grant select (source, destination, epoch, sequence, kind, received_at, outcome, reason) on inbox to tier_runtime;
grant update (state, parked_kind, parked_reason, parked_at, skip_epoch, skip_sequence, skip_reason) on inbox_stream to tier_runtime;
grant delete on exchange_listed to tier_worker;

-- What the messages are made of: rows that no longer change.
create policy dispatches on round for select to tier_worker using (status not in ('PREPARING'));
create policy dispatches on publication for select to tier_worker using (true);
create policy dispatches on published_finding for select to tier_worker using (true);
create policy dispatches on office for select to tier_worker using (true);
grant select (id, office, kind, assignment_mode, ordinal, title, starts_on, ends_on, status, synthetic) on round to tier_worker;
grant select (id, round_id, unit_id, unit_name, region, method, status, added_at, archived_on) on round_target to tier_worker;
grant select on publication, published_finding, office to tier_worker;
