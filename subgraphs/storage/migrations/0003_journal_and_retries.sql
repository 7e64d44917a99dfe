-- One journal per tier: an append-only row per thing that happened, in the transaction of the business change.
-- The sequencer of the worker numbers it without gaps and chains the hashes, once per row.
create table journal (
  entry bigint generated always as identity primary key,
  office text not null,
  event text not null,
  object_kind text not null,
  object_id text not null,
  object_version integer not null,
  actor text not null,
  at timestamptz not null,
  -- the exact text that is hashed: every column above and the details of the event, as JSON
  body text not null,
  number bigint unique,
  previous_hash bytea,
  hash bytea,
  constraint journal_sequenced check ((number is null) = (hash is null) and (number is null) = (previous_hash is null))
);
create index journal_pending on journal (entry) where number is null;
create index journal_of_object on journal (object_id, entry);

create function journal_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.number is null and new.number is not null
     and (new.entry, new.office, new.event, new.object_kind, new.object_id, new.object_version, new.actor, new.at, new.body)
       = (old.entry, old.office, old.event, old.object_kind, old.object_id, old.object_version, old.actor, old.at, old.body)
  then return new;
  end if;
  raise exception 'the journal is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger journal_append_only before update or delete on journal for each row execute function journal_guard();
create trigger journal_no_truncate before truncate on journal for each statement execute function journal_guard();

-- A retry is answered from the object that the first try made, read again under present rights.
create table idempotency (
  person text not null,
  mutation text not null,
  key text not null,
  arguments_hash text not null,
  object_ids text[] not null,
  at timestamptz not null,
  primary key (person, mutation, key)
);
