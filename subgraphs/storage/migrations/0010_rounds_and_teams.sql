-- Authorisations, teams that end, recusals that end, look-back rounds with their verdicts, and the unit's own history
-- (提级: a unit of the register below that another tier inspects).

-- the period that is planned for a round, and the round that it looks back on
alter table round add column starts_on date, add column ends_on date, add column predecessor_id text,
  add constraint round_period check (ends_on is null or ends_on >= starts_on),
  add constraint round_predecessor check (kind = 'LOOK_BACK' or predecessor_id is null),
  add foreign key (office, predecessor_id) references round (office, id);
-- the target of the same unit in that round
alter table round_target add column predecessor_id text,
  add foreign key (office, predecessor_id) references round_target (office, id);
create index round_target_by_office on round_target (office, added_at desc, id desc);

-- 授权 who decided what, by which document: filed upward with the round.
create table authorisation (
  id text primary key,
  office text not null references office (code),
  kind text not null constraint authorisation_kind check (kind in ('ROUND')),
  round_id text not null,
  body text not null,
  document_number text not null,
  authorised_on date not null,
  authorised_by text not null,
  withdrawn_on date,
  withdrawn_by text,
  withdrawal_reason text,
  constraint authorisation_withdrawal check (num_nonnulls(withdrawn_on, withdrawn_by, withdrawal_reason) in (0, 3)),
  foreign key (office, round_id) references round (office, id)
);
create unique index authorisation_of_round on authorisation (round_id);
insert into authorisation (id, office, kind, round_id, body, document_number, authorised_on, authorised_by)
  select split_part(id, ':', 1) || ':' || translate(rtrim(encode(substr(sha256(convert_to('authorisation ' || id, 'UTF8')), 1, 16), 'base64'), '='), '+/', '-_'),
         office, 'ROUND', id, '领导小组', document_number, authorised_on,
         coalesce((select j.actor from journal j where j.object_id = round.id and j.event = 'RoundAuthorised' limit 1), '')
  from round where document_number is not null and authorised_on is not null;

-- 任职: who ended it early and why; where the person's account is at home (null: in another tier, which alone knows), and
-- the target that the team's target looks back on.
alter table appointment add column home_office text references office (code), add column looks_back_on text,
  add column ended_by text, add column end_reason text,
  add constraint appointment_end check (end_reason is null or ended_at is not null and ended_by is not null);
update appointment set home_office = a.office from account a where a.id = person;

-- The team of a target as its own members may count it: a member reads the own appointment alone. Kept by the triggers.
create table team_cell (
  appointment_id text primary key,
  office text not null,
  target_id text not null,
  person text not null,
  role text not null,
  home_office text,
  valid_from date not null,
  valid_to date,
  ended_at timestamptz,
  foreign key (office, target_id) references round_target (office, id)
);
create index team_cell_of_target on team_cell (target_id);
insert into team_cell
  select id, office, target_id, person, role, home_office, valid_from, valid_to, ended_at from appointment;
create function team_cell_follow_insert() returns trigger language plpgsql as $$
begin
  insert into team_cell
  select id, office, target_id, person, role, home_office, valid_from, valid_to, ended_at from changed;
  return null;
end $$;
create function team_cell_follow_update() returns trigger language plpgsql as $$
begin
  update team_cell c set ended_at = n.ended_at from changed n where c.appointment_id = n.id;
  return null;
end $$;
create trigger cell_insert after insert on appointment referencing new table as changed
  for each statement execute function team_cell_follow_insert();
create trigger cell_update after update on appointment referencing new table as changed
  for each statement execute function team_cell_follow_update();

-- 回避 ends by somebody else's decision, as a new state of the row.
alter table recusal add column declared_at timestamptz, add column ended_on date, add column ended_by text,
  add column end_reason text,
  add constraint recusal_end check (num_nonnulls(ended_on, ended_by, end_reason) in (0, 3)),
  add constraint recusal_end_by check (ended_by <> account_id);
update recusal set declared_at = since::timestamp at time zone 'Asia/Shanghai';
alter table recusal alter column declared_at set not null;
create index recusal_by_declaration on recusal (office, declared_at desc, id desc);

-- 回头看 what became of a finding of the target that this one looks back on.
create table verdict (
  id text primary key,
  office text not null,
  round_id text not null,
  target_id text not null,
  finding_id text not null,
  unit_id text not null,
  region text not null,
  verdict text not null constraint verdict_verdict check (verdict in ('DONE', 'PARTLY', 'NOT_DONE', 'FALSE', 'RELAPSED')),
  status text not null constraint verdict_status check (status in ('PROPOSED', 'DECIDED')),
  version integer not null,
  note text,
  proposed_at timestamptz not null,
  proposed_by text not null,
  decided_at timestamptz,
  decided_by text,
  constraint verdict_of_finding unique (office, target_id, finding_id),
  foreign key (office, target_id) references round_target (office, id),
  foreign key (office, finding_id) references finding (office, id)
);
create index verdict_of_target on verdict (target_id);

-- What may be known of an inspection beside the unit: who came when, and nothing of what was found. A row of its own, so
-- that the office that keeps the unit in its register needs no right to the inspecting office's book. Kept by the triggers.
create table inspection (
  target_id text primary key,
  office text not null,
  round_id text not null,
  round_title text not null,
  unit_id text not null,
  unit_office text not null,
  region text not null,
  status text not null,
  entered_on date,
  heard_on date,
  fed_back_on date,
  archived_on date,
  synthetic boolean not null,
  foreign key (office, target_id) references round_target (office, id)
);
create index inspection_of_unit on inspection (unit_id);
create index inspection_by_unit_office on inspection (unit_office);

-- The office whose register holds the unit: the unit's id names the tier, its region the office of that tier.
create function register_office(unit_id text, region text) returns text language sql immutable parallel safe
  return case split_part(unit_id, ':', 1) when 'province' then left(region, 2) when 'city' then left(region, 4)
                                          else left(region, 6) end;
create function inspection_follow_insert() returns trigger language plpgsql as $$
begin
  insert into inspection
  select t.id, t.office, t.round_id, r.title, t.unit_id, register_office(t.unit_id, t.region), t.region, t.status,
         t.entered_on, t.heard_on, t.fed_back_on, t.archived_on, r.synthetic
  from changed t join round r on r.id = t.round_id;
  return null;
end $$;
create function inspection_follow_update() returns trigger language plpgsql as $$
begin
  update inspection i
  set status = n.status, entered_on = n.entered_on, heard_on = n.heard_on, fed_back_on = n.fed_back_on,
      archived_on = n.archived_on
  from changed n where i.target_id = n.id and i.status <> n.status;
  return null;
end $$;
create trigger inspection_insert after insert on round_target referencing new table as changed
  for each statement execute function inspection_follow_insert();
create trigger inspection_update after update on round_target referencing new table as changed
  for each statement execute function inspection_follow_update();
insert into inspection
  select t.id, t.office, t.round_id, r.title, t.unit_id, register_office(t.unit_id, t.region), t.region, t.status,
         t.entered_on, t.heard_on, t.fed_back_on, t.archived_on, r.synthetic
  from round_target t join round r on r.id = t.round_id;

alter table authorisation enable row level security;
alter table authorisation force row level security;
alter table verdict enable row level security;
alter table verdict force row level security;
alter table inspection enable row level security;
alter table inspection force row level security;
alter table team_cell enable row level security;
alter table team_cell force row level security;
create policy owner_all on team_cell to current_user using (true) with check (true);
create policy owner_all on authorisation to current_user using (true) with check (true);
create policy owner_all on verdict to current_user using (true) with check (true);
create policy owner_all on inspection to current_user using (true) with check (true);

-- The office that keeps the unit in its register reads that it was inspected, from the entry on: a plan warns nobody.
create view rule_inspected with (security_invoker = true) as
  select i.office as owner, i.round_id, i.target_id, i.unit_office as reader_office, i.entered_on::timestamptz as since
  from inspection i where i.entered_on is not null;
-- The team of a look-back reads the findings that it judges, and may do nothing with them.
create view rule_look_back with (security_invoker = true) as
  select a.office as owner, a.looks_back_on as target_id, a.person as reader_person, a.valid_from::timestamptz as since
  from appointment a
  where a.looks_back_on is not null
    and a.ended_at is null and a.valid_from <= office_today() and (a.valid_to is null or a.valid_to >= office_today());
create view my_look_back with (security_invoker = true) as
  select r.target_id from rule_look_back r where r.reader_person = (select team_person());

create policy reads on authorisation for select to tier_runtime
  using ((office in (select m.owner from my_book m)
          or round_id in (select m.round_id from my_team m)
          or exists (select 1 from filed_to_me m where m.round_id = authorisation.round_id offset 0))
         and not recused(office, '', '', round_id, ''));
create policy authorises on authorisation for insert to tier_runtime
  with check (office = (select reading_office()) and not recused(office, '', '', round_id, ''));
create policy withdraws on authorisation for update to tier_runtime
  using (office = (select reading_office()) and not recused(office, '', '', round_id, ''));

create policy reads on team_cell for select to tier_runtime
  using (office = (select reading_office()) or target_id in (select m.target_id from my_team m));
create policy follows_insert on team_cell for insert to tier_runtime with check (office = (select reading_office()));
create policy follows_update on team_cell for update to tier_runtime using (office = (select reading_office()));

-- rule_inspected reads this table, so its own columns say the same here
create policy reads on inspection for select to tier_runtime
  using ((office in (select m.owner from my_book m)
          or target_id in (select m.target_id from my_team m)
          or exists (select 1 from filed_to_me m where m.round_id = inspection.round_id offset 0)
          or unit_office = (select reading_office()) and entered_on is not null)
         and not recused(office, region, unit_id, round_id, ''));
create policy follows_insert on inspection for insert to tier_runtime
  with check (office = (select reading_office()));
create policy follows_update on inspection for update to tier_runtime
  using (office = (select reading_office()) or target_id in (select m.target_id from my_team m));

create policy reads on verdict for select to tier_runtime
  using ((office in (select m.owner from my_book m) or target_id in (select m.target_id from my_team m))
         and not recused(office, region, unit_id, round_id, finding_id));
create policy judges on verdict for insert to tier_runtime
  with check ((office = (select reading_office()) or target_id in (select m.target_id from my_team m))
         and not recused(office, region, unit_id, round_id, finding_id));
create policy moves on verdict for update to tier_runtime
  using ((office = (select reading_office()) or target_id in (select m.target_id from my_team m))
         and not recused(office, region, unit_id, round_id, finding_id));
create policy looks_back on finding for select to tier_runtime
  using (target_id in (select m.target_id from my_look_back m) and not recused(office, region, unit_id, round_id, id));

-- Who appoints people of other offices of the tier sees of them whether they may be appointed, person by person as they are
-- named in this transaction; set by the change that appoints, and by no query.
create function appointed_people() returns text[] language sql stable parallel safe
  return case when caller_roles() && array['DIRECTOR']
              then coalesce(nullif(current_setting('app.appointing', true), ''), '{}')::text[] else '{}' end;
create policy appointing on account for select to tier_runtime using (id = any ((select appointed_people())::text[]));
create policy appointing on recusal for select to tier_runtime using (account_id = any ((select appointed_people())::text[]));
-- Nobody ends the own recusal.
create policy ends on recusal for update to tier_runtime
  using (office = (select caller_office()) and caller_roles() && array['DIRECTOR', 'SECURITY_ADMIN']
         and account_id <> (select caller_person()));

grant select on rule_inspected, rule_look_back, my_look_back to tier_runtime;
grant select, insert on authorisation, verdict, inspection, team_cell to tier_runtime;
grant update (withdrawn_on, withdrawn_by, withdrawal_reason) on authorisation to tier_runtime;
grant update (verdict, status, version, note, proposed_at, proposed_by, decided_at, decided_by) on verdict to tier_runtime;
grant update (status, entered_on, heard_on, fed_back_on, archived_on) on inspection to tier_runtime;
grant update (ended_at) on team_cell to tier_runtime;
grant update (ended_by, end_reason) on appointment to tier_runtime;
grant update (ended_on, ended_by, end_reason) on recusal to tier_runtime;
