-- 立行立改、边巡边改、边巡边移、现场交办、快查快办: immediate actions of the round, with authorisation, proof and what was
-- recovered (docs/adr/0009). Nothing of it goes upward, and no disclosure names it.

create table immediate_action (
  id text primary key,
  office text not null references office (code),
  round_id text not null,
  target_id text not null,
  unit_id text not null,
  region text not null,
  -- of the same target; whoever may not see one of them does not see the action
  finding_ids text[] not null,
  kind text not null constraint immediate_action_kind check (kind in ('RECTIFY_AT_ONCE', 'RECTIFY_WHILE_INSPECTING',
    'TRANSFER_WHILE_INSPECTING', 'ON_SITE_ASSIGNMENT', 'FAST_TRACK')),
  description text not null,
  transferred_to text,
  status text not null constraint immediate_action_status check (status in ('PROPOSED', 'AUTHORISED', 'REJECTED', 'DONE',
    'CONFIRMED', 'CANCELLED')),
  status_on date not null,
  version integer not null,
  proposed_on date not null,
  proposed_at timestamptz not null,
  proposed_by text not null,
  authorised_on date,
  authorised_by text,
  document_number text,
  done_on date,
  done_by text,
  proof text,
  -- CNY, in fen
  recovered_fen bigint constraint immediate_action_recovered check (recovered_fen > 0 and recovered_fen <= 10000000000000),
  recovered_qualifier text,
  people_helped integer constraint immediate_action_people check (people_helped > 0),
  people_qualifier text,
  households_helped integer constraint immediate_action_households check (households_helped > 0),
  households_qualifier text,
  confirmed_on date,
  confirmed_by text,
  -- why the last step was taken
  note text,
  synthetic boolean not null,
  constraint immediate_action_of_office unique (office, id),
  constraint immediate_action_findings check (cardinality(finding_ids) <= 100),
  constraint immediate_action_transfer check ((kind = 'TRANSFER_WHILE_INSPECTING') = (transferred_to is not null)),
  constraint immediate_action_authorised check (num_nonnulls(authorised_on, authorised_by, document_number)
    = case when status in ('AUTHORISED', 'DONE', 'CONFIRMED') then 3 when status = 'CANCELLED' and authorised_on is not null then 3
      else 0 end),
  constraint immediate_action_done check (num_nonnulls(done_on, done_by, proof)
    = case when status in ('DONE', 'CONFIRMED') then 3 else 0 end),
  constraint immediate_action_confirmed check (num_nonnulls(confirmed_on, confirmed_by)
    = case when status = 'CONFIRMED' then 2 else 0 end),
  constraint immediate_action_two_people check (authorised_by <> proposed_by and confirmed_by <> done_by),
  constraint immediate_action_result check (status in ('DONE', 'CONFIRMED')
    or num_nonnulls(recovered_fen, people_helped, households_helped) = 0),
  constraint immediate_action_qualifiers check (
    (recovered_fen is null) = (recovered_qualifier is null)
    and (people_helped is null) = (people_qualifier is null)
    and (households_helped is null) = (households_qualifier is null)
    and coalesce(recovered_qualifier, 'EXACT') in ('EXACT', 'AT_LEAST')
    and coalesce(people_qualifier, 'EXACT') in ('EXACT', 'AT_LEAST')
    and coalesce(households_qualifier, 'EXACT') in ('EXACT', 'AT_LEAST')),
  foreign key (office, target_id) references round_target (office, id)
);
create index immediate_action_by_proposal on immediate_action (office, proposed_at desc, id desc);
create index immediate_action_of_target on immediate_action (target_id, proposed_at desc, id desc);

-- What figures count of an action, without a word of it. Cells know no recusal, so that no difference betrays one, and the
-- feedback waits for what somebody may not see too. Kept by the triggers.
create table immediate_action_cell (
  action_id text primary key,
  office text not null,
  round_id text not null,
  target_id text not null,
  kind text not null,
  status text not null,
  recovered_fen bigint,
  recovered_qualifier text,
  people_helped integer,
  people_qualifier text,
  households_helped integer,
  households_qualifier text,
  synthetic boolean not null,
  foreign key (office, action_id) references immediate_action (office, id)
);
create index immediate_action_cell_of_office on immediate_action_cell (office);
create index immediate_action_cell_of_round on immediate_action_cell (round_id);
create index immediate_action_cell_of_target on immediate_action_cell (target_id);

create function immediate_action_cell_follow_insert() returns trigger language plpgsql as $$
begin
  insert into immediate_action_cell
  select id, office, round_id, target_id, kind, status, recovered_fen, recovered_qualifier, people_helped, people_qualifier,
         households_helped, households_qualifier, synthetic from changed;
  return null;
end $$;
create function immediate_action_cell_follow_update() returns trigger language plpgsql as $$
begin
  update immediate_action_cell c
  set status = n.status, recovered_fen = n.recovered_fen, recovered_qualifier = n.recovered_qualifier,
      people_helped = n.people_helped, people_qualifier = n.people_qualifier,
      households_helped = n.households_helped, households_qualifier = n.households_qualifier
  from changed n where c.action_id = n.id;
  return null;
end $$;
create trigger cell_insert after insert on immediate_action referencing new table as changed
  for each statement execute function immediate_action_cell_follow_insert();
create trigger cell_update after update on immediate_action referencing new table as changed
  for each statement execute function immediate_action_cell_follow_update();

-- Before the feedback nothing verifies a finding but a confirmed action that names it, whoever writes. It is read with the
-- rights of the writer, who has just confirmed it.
create function verified_at_once() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from immediate_action a
                 where a.target_id = new.target_id and a.status = 'CONFIRMED' and a.kind <> 'TRANSFER_WHILE_INSPECTING'
                   and new.id = any (a.finding_ids)) then
    raise exception 'finding % is verified before the feedback by no immediate action', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger verified_at_once before update of status on finding for each row
  when (new.status = 'VERIFIED' and old.status in ('TEAM_AGREED', 'FACTS_EXCHANGED', 'REPORTED'))
  execute function verified_at_once();

alter table immediate_action enable row level security;
alter table immediate_action force row level security;
alter table immediate_action_cell enable row level security;
alter table immediate_action_cell force row level security;
create policy owner_all on immediate_action to current_user using (true) with check (true);
create policy owner_all on immediate_action_cell to current_user using (true) with check (true);

create policy reads on immediate_action for select to tier_runtime
  using ((office in (select m.owner from my_book m)
          or target_id in (select m.target_id from my_team m))
         and not recused(office, region, unit_id, round_id, '')
         and not exists (select 1 from unnest(finding_ids) as named (id)
                         where not exists (select 1 from finding f where f.id = named.id offset 0)));
create policy proposes on immediate_action for insert to tier_runtime
  with check ((office = (select reading_office()) or target_id in (select m.target_id from my_team m))
         and not recused(office, region, unit_id, round_id, '')
         and not exists (select 1 from unnest(finding_ids) as named (id)
                         where not exists (select 1 from finding f where f.id = named.id and f.target_id = immediate_action.target_id offset 0)));
create policy moves on immediate_action for update to tier_runtime
  using ((office = (select reading_office()) or target_id in (select m.target_id from my_team m))
         and not recused(office, region, unit_id, round_id, '')
         and not exists (select 1 from unnest(finding_ids) as named (id)
                         where not exists (select 1 from finding f where f.id = named.id offset 0)));

create policy reads on immediate_action_cell for select to tier_runtime
  using (office = (select figures_office()) or target_id in (select m.target_id from my_team m));
create policy follows_insert on immediate_action_cell for insert to tier_runtime
  with check (office = (select reading_office()) or target_id in (select m.target_id from my_team m));
create policy follows_update on immediate_action_cell for update to tier_runtime
  using (office = (select reading_office()) or target_id in (select m.target_id from my_team m));

-- What happened to an action is read by who reads the action, a team too, and by nobody else.
create policy of_immediate_action on journal as restrictive for select to tier_runtime
  using (object_kind <> 'ImmediateAction'
         or exists (select 1 from immediate_action a where a.id = journal.object_id offset 0));
create policy reads_of_immediate_action on journal for select to tier_runtime
  using (object_kind = 'ImmediateAction'
         and exists (select 1 from immediate_action a where a.id = journal.object_id offset 0));

grant select, insert on immediate_action, immediate_action_cell to tier_runtime;
grant update (status, status_on, version, authorised_on, authorised_by, document_number, done_on, done_by, proof,
  recovered_fen, recovered_qualifier, people_helped, people_qualifier, households_helped, households_qualifier,
  confirmed_on, confirmed_by, note) on immediate_action to tier_runtime;
grant update (status, recovered_fen, recovered_qualifier, people_helped, people_qualifier, households_helped,
  households_qualifier) on immediate_action_cell to tier_runtime;
