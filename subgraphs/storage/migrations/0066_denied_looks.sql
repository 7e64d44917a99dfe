-- A denied look at a clue is written down once for a person, a clue and an hour, and never of a clue that there is not: the record
-- says who tried, and nobody fills the journal. The statements are the same whether there is a clue or not.
create table clue_known (clue_id text primary key);
create table clue_denial (
  clue_id text not null,
  person text not null,
  hour timestamptz not null,
  primary key (clue_id, person, hour)
);
insert into clue_known (clue_id) select id from clue;
create function clue_becomes_known() returns trigger language plpgsql as $$
begin
  insert into clue_known (clue_id) values (new.id);
  return new;
end $$;
create trigger becomes_known after insert on clue for each row execute function clue_becomes_known();
do $$
declare made text;
begin
  foreach made in array array['clue_known', 'clue_denial'] loop
    execute format('alter table %I enable row level security', made);
    execute format('alter table %I force row level security', made);
    execute format('create policy owner_all on %I to current_user using (true) with check (true)', made);
  end loop;
end $$;
-- one at a time, by whoever has its id
create policy asked on clue_known for select to tier_runtime
  using (clue_id = (select nullif(current_setting('app.asked_clue', true), '')));
create policy registers on clue_known for insert to tier_runtime
  with check ((select settling_custodies()) <> '{}'
              or exists (select 1 from clue c where c.id = clue_known.clue_id offset 0));
create policy own on clue_denial for select to tier_runtime using (person = (select caller_person()));
create policy denied on clue_denial for insert to tier_runtime
  with check (person = (select caller_person())
              and exists (select 1 from clue_known k where k.clue_id = clue_denial.clue_id offset 0));
grant select, insert on clue_known, clue_denial to tier_runtime;
