-- 联动监督 Joint supervision (docs/adr/0023): a topic that a province or a city opens, with a checklist and a period; the offices below
-- that it invites; and what members link to it, each its own findings, as releases among the members.

create table supervision (
  id text primary key,
  office text not null references office (code),
  kind text not null constraint supervision_kind check (kind in ('SAME_TOPIC', 'SPECIAL_CAMPAIGN')),
  title text not null,
  -- [{"number", "text"}]
  checklist jsonb not null,
  starts_on date not null,
  ends_on date not null,
  status text not null constraint supervision_status check (status in ('PROPOSED', 'OPEN', 'CONCLUDED', 'WITHDRAWN')),
  version integer not null,
  -- how often its members were told how it stands
  stated integer not null default 0,
  proposed_at timestamptz not null,
  proposed_by text not null,
  opened_at timestamptz,
  concluded_at timestamptz,
  -- what it came to, or why it was withdrawn
  note text,
  synthetic boolean not null,
  entered_by_office text,
  constraint supervision_of_office unique (office, id),
  constraint supervision_period check (ends_on >= starts_on)
);
create index supervision_by_proposal on supervision (office, proposed_at desc, id desc);
create trigger mark_on_behalf before insert or update on supervision for each row execute function mark_on_behalf();
create table supervision_member (
  office text not null,
  supervision_id text not null,
  -- an office below, of any tier
  member_office text not null,
  status text not null constraint supervision_member_status check (status in ('INVITED', 'JOINED', 'DECLINED', 'LEFT')),
  invited_at timestamptz not null,
  answered_at timestamptz,
  answered_by text,
  reason text,
  primary key (office, supervision_id, member_office),
  foreign key (office, supervision_id) references supervision (office, id)
);

-- As an invited office has it, from its inbox; `answer` is its own.
create table received_supervision (
  office text not null,
  id text not null,
  source text not null,
  kind text not null,
  title text not null,
  checklist jsonb not null,
  starts_on date not null,
  ends_on date not null,
  status text not null constraint received_supervision_status check (status in ('OPEN', 'CONCLUDED')),
  stated integer not null,
  -- who has joined, beside the office that opened it
  members text[] not null,
  conclusion text,
  synthetic boolean not null,
  received_at timestamptz not null,
  answer text not null constraint received_supervision_answer check (answer in ('INVITED', 'JOINED', 'DECLINED', 'LEFT')),
  revision integer not null,
  answered_at timestamptz,
  answered_by text,
  reason text,
  lost_at timestamptz,
  primary key (office, id)
);
create index received_supervision_by_receipt on received_supervision (office, received_at desc, id desc);
create trigger kept before update on received_supervision for each row execute function kept_but_for(
  '{title,checklist,ends_on,status,stated,members,conclusion,answer,revision,answered_at,answered_by,reason,lost_at}');

-- A link is a release to the members: it names the question that it answers.
alter table release add column checklist_item integer;
alter table received_release add column checklist_item integer;
create index release_of_supervision on release (supervision_id) where supervision_id is not null;
create index received_release_of_supervision on received_release (supervision_id) where supervision_id is not null;

do $$
declare made text;
begin
  foreach made in array array['supervision', 'supervision_member', 'received_supervision'] loop
    execute format('alter table %1$I enable row level security;
      alter table %1$I force row level security;
      create policy owner_all on %1$I to current_user using (true) with check (true);
      create policy works on %1$I to tier_worker using (true) with check (true)', made);
  end loop;
end $$;
grant select, update (stated) on supervision to tier_worker;
grant select, update (status, answered_at, answered_by, reason) on supervision_member to tier_worker;
grant select, insert, update on received_supervision to tier_worker;

-- Who is a member: said once, for the policies of what is linked and for the merged figures.
create view rule_member with (security_invoker = true) as
  select s.office as member_office, s.id as supervision_id, s.opened_at as since
  from supervision s where s.status in ('OPEN', 'CONCLUDED')
union all
  select r.office, r.id, r.answered_at from received_supervision r where r.answer = 'JOINED' and r.lost_at is null;
grant select on rule_member to tier_runtime;

create policy reads on supervision for select to tier_runtime
  using (office = (select reading_office()) and not recused(office, '', '', '', ''));
create policy proposes on supervision for insert to tier_runtime with check (office = (select reading_office()));
create policy moves on supervision for update to tier_runtime
  using (office = (select reading_office()) and not recused(office, '', '', '', ''));
create policy reads on supervision_member for select to tier_runtime
  using (office = (select reading_office()) and not recused(office, '', '', '', ''));
create policy invites on supervision_member for insert to tier_runtime with check (office = (select reading_office()));
create policy reads on received_supervision for select to tier_runtime
  using (office = (select reading_office()) and not recused(source, '', '', '', ''));
create policy answers on received_supervision for update to tier_runtime
  using (office = (select reading_office()) and lost_at is null and not recused(source, '', '', '', ''));
grant select, insert on supervision, supervision_member to tier_runtime;
grant update (status, version, stated, opened_at, concluded_at, note, entered_by_office) on supervision to tier_runtime;
grant select on received_supervision to tier_runtime;
grant update (answer, revision, answered_at, answered_by, reason) on received_supervision to tier_runtime;

-- What is linked is its members' alone, from the moment on which they join to that on which they leave.
create or replace view rule_received_release with (security_invoker = true) as
  select r.office as reader_office, r.id as release_id
  from received_release r
  where r.lost_at is null and release_stands(r.status, r.expires_on)
    and (r.supervision_id is null or exists
      (select 1 from rule_member m where m.member_office = r.office and m.supervision_id = r.supervision_id offset 0));

-- Of each linked finding where it stands, and no word: the merged figures count it for every member, so that no difference betrays a
-- recusal. Those of others as the inbox last heard; those of the own office stand beside its findings.
create table supervision_cell (
  office text not null,
  supervision_id text not null,
  release_id text not null,
  finding_id text not null,
  source text not null,
  checklist_item integer,
  -- null of the own office's, whose finding_cell says it
  status text,
  expires_on date not null,
  ended boolean not null default false,
  primary key (office, release_id, finding_id)
);
create index supervision_cell_of_supervision on supervision_cell (office, supervision_id);
alter table supervision_cell enable row level security;
alter table supervision_cell force row level security;
create policy owner_all on supervision_cell to current_user using (true) with check (true);
create policy works on supervision_cell to tier_worker using (true) with check (true);
create policy counts on supervision_cell for select to tier_runtime
  using (office = (select reading_office())
         and exists (select 1 from rule_member m where m.member_office = supervision_cell.office
                     and m.supervision_id = supervision_cell.supervision_id offset 0));
create policy links on supervision_cell for insert to tier_runtime
  with check (office = (select reading_office()) and pg_trigger_depth() > 0);
create policy unlinks on supervision_cell for update to tier_runtime
  using (office = (select reading_office()) and pg_trigger_depth() > 0);
grant select, insert, update on supervision_cell to tier_worker;
grant select, insert, update (ended) on supervision_cell to tier_runtime;

create function supervision_cell_linked() returns trigger language plpgsql as $$
begin
  insert into supervision_cell (office, supervision_id, release_id, finding_id, source, checklist_item, status, expires_on)
  select r.office, r.supervision_id, r.id, new.finding_id, r.office, r.checklist_item, null, r.expires_on
  from release r where r.office = new.office and r.id = new.release_id and r.supervision_id is not null;
  return null;
end $$;
create trigger cell_linked after insert on released_finding for each row execute function supervision_cell_linked();
create function supervision_cell_received() returns trigger language plpgsql as $$
begin
  insert into supervision_cell (office, supervision_id, release_id, finding_id, source, checklist_item, status, expires_on, ended)
  select r.office, r.supervision_id, r.id, new.finding_id, r.source, r.checklist_item, new.status, r.expires_on,
    new.ended_at is not null
  from received_release r where r.office = new.office and r.id = new.release_id and r.supervision_id is not null
  on conflict (office, release_id, finding_id) do update set status = excluded.status, ended = excluded.ended;
  return null;
end $$;
create trigger cell_received after insert or update on received_release_finding for each row
  execute function supervision_cell_received();
create function supervision_cell_ended() returns trigger language plpgsql as $$
begin
  update supervision_cell c set ended = true where c.office = new.office and c.release_id = new.id and not c.ended;
  return null;
end $$;
create trigger cell_ended after update on release for each row
  when (new.supervision_id is not null and new.status = 'WITHDRAWN') execute function supervision_cell_ended();
create trigger cell_ended after update on received_release for each row
  when (new.supervision_id is not null and (new.status = 'WITHDRAWN' or new.lost_at is not null))
  execute function supervision_cell_ended();

-- What happened to it is read by who reads it.
alter policy of_release on journal
  using (case object_kind
    when 'Release' then exists (select 1 from release r where r.id = journal.object_id offset 0)
    when 'ReceivedRelease' then exists (select 1 from received_release r where r.id = journal.object_id offset 0)
    when 'Supervision' then exists (select 1 from supervision s where s.id = journal.object_id offset 0)
    when 'ReceivedSupervision' then exists (select 1 from received_supervision s where s.id = journal.object_id offset 0)
    else true end);
