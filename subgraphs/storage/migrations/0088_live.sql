-- 关注 What can be followed live (docs/LIVE.md): places in the journal and the ids of what happened there, no words. The worker writes it
-- in the order of the journal's numbers, since whether a finding was listed when its status changed, only that order knows.

create table live_event (
  number bigint primary key,
  kind text not null constraint live_event_kind check (kind in ('PUBLICATION_SUBMITTED', 'PUBLICATION_ACCEPTED',
    'PUBLICATION_RETURNED', 'PUBLICATION_RECALLED', 'FINDING_STATUS_CHANGED', 'ALERT_YELLOW', 'ALERT_RED')),
  office text not null,
  region text not null,
  target_id text not null,
  -- the submission that it is about, or that listed the finding at that moment
  publication_id text,
  finding_id text,
  alert_id text,
  -- which the finding took
  finding_status text,
  at timestamptz not null,
  constraint live_event_about check ((publication_id is null) = (alert_id is not null)),
  constraint live_event_status check ((kind = 'FINDING_STATUS_CHANGED') = (finding_status is not null)
    and (finding_status is null or finding_id is not null))
);

-- Where a reader can stand: of each event and of each end up to which the journal was read, the first bytes of the entry's
-- hash, by which a history is known that there is no more.
create table live_place (
  number bigint primary key,
  mark bytea not null,
  written_at timestamptz not null default now()
);
create index live_place_written on live_place (written_at);

-- Up to where the journal was read, and up to where events were forgotten.
create table live_progress (
  id text primary key constraint live_progress_one check (id = 'live'),
  number bigint not null,
  forgotten bigint not null
);

insert into live_place (number, mark)
  select number, substring(hash from 1 for 8) from journal where number is not null order by number desc limit 1;
insert into live_place (number, mark) select 0, '\x0000000000000000' where not exists (select from live_place);
insert into live_progress select 'live', number, number from live_place;

do $$
declare made text;
begin
  foreach made in array array['live_event', 'live_place', 'live_progress'] loop
    execute format('alter table %1$I enable row level security;
      alter table %1$I force row level security;
      create policy owner_all on %1$I to current_user using (true) with check (true);
      create policy works on %1$I to tier_worker using (true) with check (true);
      grant select on %1$I to tier_runtime;
      grant select, insert, delete on %1$I to tier_worker', made);
  end loop;
end $$;
grant update (number, forgotten) on live_progress to tier_worker;

-- Visibility stays written once: an event is read by who reads what it is about. A status change, by who reads the submission that listed the
-- finding then.
create policy reads on live_event for select to tier_runtime
  using (case
    when alert_id is not null then exists (select 1 from alert a where a.id = live_event.alert_id offset 0)
    when finding_id is not null then exists (select 1 from published_finding f
      where f.publication_id = live_event.publication_id and f.finding_id = live_event.finding_id offset 0)
    else exists (select 1 from publication p where p.id = live_event.publication_id offset 0) end);
create policy signed_in on live_place for select to tier_runtime using ((select caller_person()) is not null);
create policy signed_in on live_progress for select to tier_runtime using ((select caller_person()) is not null);

-- Who several people are, in one question: before an event is given to many, the gateway asks who each of them is now. Only whoever is nobody of
-- any office asks so: the gateway for itself.
create function asked_people() returns text[] language sql stable parallel safe
  return case when caller_office() is null
    then coalesce(nullif(current_setting('app.asked_people', true), ''), '{}')::text[] else '{}' end;
create policy asking on account for select to tier_runtime using (id = any ((select asked_people())::text[]));
create policy asking on recusal for select to tier_runtime using (account_id = any ((select asked_people())::text[]));
