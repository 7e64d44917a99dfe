-- 数字 The roll-up (docs/adr/0012): each change of a cell appends what it adds to and takes from the figures, the worker folds
-- that into sums, a reader takes sums and what is not folded yet in one statement. Exact at all times, at any size.

-- What figures split by, beside the status; and the day from which the unit's time to rectify runs.
alter table finding_cell add column term_id text, add column focus text, add column category text, add column fed_back_on date;
update finding_cell c set term_id = r.term_id, focus = f.focus, category = f.category, fed_back_on = t.fed_back_on
from finding f, round r, round_target t where f.id = c.finding_id and r.id = c.round_id and t.id = c.target_id;
alter table finding_cell alter column term_id set not null, alter column focus set not null, alter column category set not null;

create or replace function finding_cell_follow_insert() returns trigger language plpgsql as $$
begin
  -- term and dates once for each target: a ledger brings thousands of findings of the same few
  with target as materialized (
    select t.target_id, (select r.term_id from round r where r.id = t.round_id) as term_id,
           (select x.fed_back_on from round_target x where x.id = t.target_id) as fed_back_on
    from (select distinct target_id, round_id from changed) t)
  insert into finding_cell (finding_id, office, round_id, target_id, unit_id, region, status, status_at, published, synthetic,
    entered_by_office, term_id, focus, category, fed_back_on)
  select n.id, n.office, n.round_id, n.target_id, n.unit_id, n.region, n.status, n.status_at, false, n.synthetic,
    n.entered_by_office, t.term_id, n.focus, n.category, t.fed_back_on
  from changed n join target t on t.target_id = n.target_id;
  return null;
end $$;
create or replace function finding_cell_follow_update() returns trigger language plpgsql as $$
begin
  update finding_cell c set status = n.status, status_at = n.status_at, focus = n.focus, category = n.category
  from changed n
  where c.finding_id = n.id and (c.status <> n.status or c.focus <> n.focus or c.category <> n.category);
  if exists (select 1 from changed where further_unit_ids <> '{}') then
    update published_finding p set recusal_unit_ids = p.recusal_unit_ids || n.further_unit_ids
    from changed n where p.finding_id = n.id and not p.recusal_unit_ids @> n.further_unit_ids;
  end if;
  return null;
end $$;
create function finding_cell_follow_target() returns trigger language plpgsql as $$
begin
  update finding_cell c set fed_back_on = n.fed_back_on from changed n
  where c.target_id = any (array(select target.id from changed target where target.fed_back_on is not null))
    and n.id = c.target_id and c.fed_back_on is distinct from n.fed_back_on;
  return null;
end $$;
create trigger cell_fed_back after update on round_target referencing new table as changed
  for each statement execute function finding_cell_follow_target();
-- A cell follows whoever was allowed to change the row behind it: a trigger that found no cell would leave the figures wrong
-- without a word. Outside of triggers these grant nothing.
create policy follows_reading on finding_cell for select to tier_runtime using (pg_trigger_depth() > 0);
create policy follows_writing on finding_cell for update to tier_runtime using (pg_trigger_depth() > 0);
grant update (focus, category, fed_back_on) on finding_cell to tier_runtime;

-- 逾期 Which clock makes an open finding overdue, and since when it runs. The due date is derived when it is read, from the
-- policies and the calendar of that moment: so the sums keep the start, and no change of a policy touches them.
create function overdue_clock(status text, fed_back_on date) returns text language sql immutable parallel safe
  return case when status = 'CLAIMED_DONE' then 'REVIEW_OF_CLAIM'
              when fed_back_on is not null and status in ('FED_BACK', 'RECTIFYING', 'OBJECTED', 'REOPENED')
                then 'CONCENTRATED_RECTIFICATION' end;
create function overdue_start(status text, status_at timestamptz, fed_back_on date) returns date language sql immutable parallel safe
  return case when status = 'CLAIMED_DONE' then (status_at at time zone 'Asia/Shanghai')::date
              when status in ('FED_BACK', 'RECTIFYING', 'OBJECTED', 'REOPENED') then fed_back_on end;
-- What started before this day was due before `today`. Null where nothing was: before the calendar begins.
create function starts_overdue_before(days integer, unit text, today date) returns date language sql stable parallel safe
  return case unit when 'CALENDAR' then today - days
    else (select d.day from working_day d where d.working and d.number =
            (select y.number from working_day y where y.day < today order by y.day desc limit 1) - days + 1) end;
-- Neither a draft nor dismissed nor withdrawn.
create function is_counted(status text) returns boolean language sql immutable parallel safe
  return status not in ('DRAFT', 'DISMISSED', 'WITHDRAWN');
-- A region and those above it: 530115 -> {53,5301,530115}
create function region_and_above(region text) returns text[] language sql immutable parallel safe
  return case length(region) when 2 then array[region] when 4 then array[left(region, 2), region]
    when 6 then array[left(region, 2), left(region, 4), region]
    when 9 then array[left(region, 2), left(region, 4), left(region, 6), region]
    else array[left(region, 2), left(region, 4), left(region, 6), left(region, 9), region] end;

-- What was added and taken away since the last fold: a row for each combination, with the findings it adds (or takes, < 0).
-- No index and no key: writers append, the fold takes all.
create table figure_delta (
  office text not null,
  term_id text not null,
  round_id text not null,
  target_id text not null,
  unit_id text not null,
  region text not null,
  focus text not null,
  category text not null,
  status text not null,
  published boolean not null,
  synthetic boolean not null,
  clock text,
  started_on date,
  n bigint not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

create function figure_delta_follow_insert() returns trigger language plpgsql as $$
begin
  insert into figure_delta
  select office, term_id, round_id, target_id, unit_id, region, focus, category, status, published, synthetic,
    overdue_clock(status, fed_back_on), overdue_start(status, status_at, fed_back_on), count(*)
  from added group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13;
  return null;
end $$;
create function figure_delta_follow_update() returns trigger language plpgsql as $$
begin
  insert into figure_delta
  select office, term_id, round_id, target_id, unit_id, region, focus, category, status, published, synthetic,
    overdue_clock(status, fed_back_on), overdue_start(status, status_at, fed_back_on), sum(n)
  from (select 1 as n, a.* from added a union all select -1, t.* from taken t) c
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 having sum(n) <> 0;
  return null;
end $$;
create function figure_delta_follow_delete() returns trigger language plpgsql as $$
begin
  insert into figure_delta
  select office, term_id, round_id, target_id, unit_id, region, focus, category, status, published, synthetic,
    overdue_clock(status, fed_back_on), overdue_start(status, status_at, fed_back_on), -count(*)
  from taken group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13;
  return null;
end $$;
create trigger figures_insert after insert on finding_cell referencing new table as added
  for each statement execute function figure_delta_follow_insert();
create trigger figures_update after update on finding_cell referencing new table as added old table as taken
  for each statement execute function figure_delta_follow_update();
create trigger figures_delete after delete on finding_cell referencing old table as taken
  for each statement execute function figure_delta_follow_delete();

-- The sums. `scope` is an office, whose row sums all of its own findings; or an office above, whose rows sum what the offices
-- below have published. So each reader's figures of a region are a handful of rows, found by their key, at any size.
create table figure_region (
  scope text not null,
  region text not null,
  status text not null,
  published boolean not null,
  synthetic boolean not null,
  n bigint not null,
  primary key (scope, region, status, published, synthetic)
) with (fillfactor = 70);
-- by focus and category, down to the county
create table figure_topic (
  scope text not null,
  region text not null,
  focus text not null,
  category text not null,
  status text not null,
  published boolean not null,
  n bigint not null,
  primary key (scope, region, focus, category, status, published)
) with (fillfactor = 70);
-- open findings by the day on which the running clock started; by office, since each has policies of its own
create table figure_due (
  region text not null,
  office text not null,
  clock text not null,
  started_on date not null,
  published boolean not null,
  n bigint not null,
  primary key (region, office, clock, started_on, published)
) with (fillfactor = 70);
create index figure_due_of_office on figure_due (office);
create table figure_term (
  office text not null,
  term_id text not null,
  status text not null,
  published boolean not null,
  n bigint not null,
  primary key (office, term_id, status, published)
) with (fillfactor = 70);
create index figure_term_of_term on figure_term (term_id);
create table figure_round (
  office text not null,
  round_id text not null,
  status text not null,
  published boolean not null,
  n bigint not null,
  primary key (office, round_id, status, published)
) with (fillfactor = 70);
create index figure_round_of_round on figure_round (round_id);
-- what counts, by target: which rounds and units the findings come from
create table figure_target (
  office text not null,
  target_id text not null,
  round_id text not null,
  unit_id text not null,
  region text not null,
  published boolean not null,
  n bigint not null,
  primary key (office, target_id, published)
) with (fillfactor = 70);
create index figure_target_by_region on figure_target (region);
create index figure_target_of_unit on figure_target (unit_id);

-- What the deltas say and what the cells say, split in the same way, and how it adds up in each of the sums: written once for
-- the fold, the bulk load and the check.
create view figure_fact with (security_invoker = true) as
  select 'DELTA' as source, d.* from figure_delta d
union all
  select 'CELL', office, term_id, round_id, target_id, unit_id, region, focus, category, status, published, synthetic,
    overdue_clock(status, fed_back_on), overdue_start(status, status_at, fed_back_on), 1
  from finding_cell;
create view figure_region_part with (security_invoker = true) as
  select f.source, s.scope, r.region, f.status, f.published, f.synthetic, sum(f.n)::bigint as n
  from (select source, office, region, status, published, synthetic, sum(n) as n from figure_fact
        group by source, office, region, status, published, synthetic) f
  cross join lateral unnest(case when f.published then superiors_of(f.office) end || f.office) as s (scope)
  cross join lateral unnest(region_and_above(f.region)) as r (region)
  where r.region >= s.scope and r.region < s.scope || ':'
  group by f.source, s.scope, r.region, f.status, f.published, f.synthetic;
create view figure_topic_part with (security_invoker = true) as
  select f.source, s.scope, r.region, f.focus, f.category, f.status, f.published, sum(f.n)::bigint as n
  from (select source, office, left(region, 6) as region, focus, category, status, published, sum(n) as n from figure_fact
        group by source, office, left(region, 6), focus, category, status, published) f
  cross join lateral unnest(case when f.published then superiors_of(f.office) end || f.office) as s (scope)
  cross join lateral unnest(region_and_above(f.region)) as r (region)
  where r.region >= s.scope and r.region < s.scope || ':'
  group by f.source, s.scope, r.region, f.focus, f.category, f.status, f.published;
create view figure_due_part with (security_invoker = true) as
  select f.source, r.region, f.office, f.clock, f.started_on, f.published, sum(f.n)::bigint as n
  from (select source, office, region, clock, started_on, published, sum(n) as n from figure_fact
        where clock is not null group by source, office, region, clock, started_on, published) f
  cross join lateral unnest(region_and_above(f.region)) as r (region)
  group by f.source, r.region, f.office, f.clock, f.started_on, f.published;
create view figure_term_part with (security_invoker = true) as
  select source, office, term_id, status, published, sum(n)::bigint as n
  from figure_fact group by source, office, term_id, status, published;
create view figure_round_part with (security_invoker = true) as
  select source, office, round_id, status, published, sum(n)::bigint as n
  from figure_fact group by source, office, round_id, status, published;
create view figure_target_part with (security_invoker = true) as
  select source, office, target_id, round_id, unit_id, region, published, sum(n)::bigint as n
  from figure_fact where is_counted(status) group by source, office, target_id, round_id, unit_id, region, published;

-- What each sum lacks (or has too much, < 0): what the cells say, less what is not folded yet, less the sum.
do $$
declare cube record;
begin
  for cube in values
    ('figure_region', 'scope, region, status, published, synthetic'),
    ('figure_topic', 'scope, region, focus, category, status, published'),
    ('figure_due', 'region, office, clock, started_on, published'),
    ('figure_term', 'office, term_id, status, published'),
    ('figure_round', 'office, round_id, status, published'),
    ('figure_target', 'office, target_id, round_id, unit_id, region, published')
  loop
    execute format('create view %1$s_gap with (security_invoker = true) as
      select %2$s, sum(n)::bigint as n
      from (select %2$s, case source when ''CELL'' then n else -n end as n from %1$s_part
            union all select %2$s, -n from %1$s) x
      group by %2$s having sum(n) <> 0', cube.column1, cube.column2);
  end loop;
end $$;
create view figure_gap with (security_invoker = true) as
  select 'figure_region' as sums, to_jsonb(g) - 'n' as place, n from figure_region_gap g
union all select 'figure_topic', to_jsonb(g) - 'n', n from figure_topic_gap g
union all select 'figure_due', to_jsonb(g) - 'n', n from figure_due_gap g
union all select 'figure_term', to_jsonb(g) - 'n', n from figure_term_gap g
union all select 'figure_round', to_jsonb(g) - 'n', n from figure_round_gap g
union all select 'figure_target', to_jsonb(g) - 'n', n from figure_target_gap g;
-- Whether the cells themselves say what book, publications and targets say; for the owner role, which reads all.
create view figure_cell_gap with (security_invoker = true) as
  select coalesce(f.id, c.finding_id) as finding_id
  from finding f
  left join round r on r.id = f.round_id
  left join round_target t on t.id = f.target_id
  full join finding_cell c on c.finding_id = f.id
  where (f.office, f.round_id, f.target_id, f.unit_id, f.region, f.status, f.focus, f.category, f.synthetic, r.term_id,
         t.fed_back_on, exists (select from published_finding p where p.finding_id = f.id and p.is_current))
    is distinct from (c.office, c.round_id, c.target_id, c.unit_id, c.region, c.status, c.focus, c.category, c.synthetic,
         c.term_id, c.fed_back_on, c.published);

-- Both take the same lock first, so that each row of the sums has one writer at a time; the statements after it see what the
-- one before has committed (READ COMMITTED). The fold is one statement: every part of it sees the same deltas, and a reader
-- sees them either here or there.
create function figures_lock() returns bigint language sql immutable return 7300103;
create function fold_figures() returns bigint language sql as $$
  select pg_advisory_xact_lock(figures_lock());
  with a as (insert into figure_region as f (scope, region, status, published, synthetic, n)
    select scope, region, status, published, synthetic, n from figure_region_part where source = 'DELTA' and n <> 0
    on conflict (scope, region, status, published, synthetic) do update set n = f.n + excluded.n),
  b as (insert into figure_topic as f (scope, region, focus, category, status, published, n)
    select scope, region, focus, category, status, published, n from figure_topic_part where source = 'DELTA' and n <> 0
    on conflict (scope, region, focus, category, status, published) do update set n = f.n + excluded.n),
  c as (insert into figure_due as f (region, office, clock, started_on, published, n)
    select region, office, clock, started_on, published, n from figure_due_part where source = 'DELTA' and n <> 0
    on conflict (region, office, clock, started_on, published) do update set n = f.n + excluded.n),
  d as (insert into figure_term as f (office, term_id, status, published, n)
    select office, term_id, status, published, n from figure_term_part where source = 'DELTA' and n <> 0
    on conflict (office, term_id, status, published) do update set n = f.n + excluded.n),
  e as (insert into figure_round as f (office, round_id, status, published, n)
    select office, round_id, status, published, n from figure_round_part where source = 'DELTA' and n <> 0
    on conflict (office, round_id, status, published) do update set n = f.n + excluded.n),
  g as (insert into figure_target as f (office, target_id, round_id, unit_id, region, published, n)
    select office, target_id, round_id, unit_id, region, published, n from figure_target_part
    where source = 'DELTA' and n <> 0
    on conflict (office, target_id, published) do update set n = f.n + excluded.n),
  folded as (delete from figure_delta returning 1)
  select count(*) from folded
$$;
-- Adds to the sums what they lack: after a bulk load past the triggers, and to mend. Writers may go on meanwhile, since what
-- the cells say less what is not folded yet stays the same under their writes.
create function mend_figures() returns void language sql as $$
  select pg_advisory_xact_lock(figures_lock());
  insert into figure_region as f (scope, region, status, published, synthetic, n)
    select scope, region, status, published, synthetic, n from figure_region_gap
    on conflict (scope, region, status, published, synthetic) do update set n = f.n + excluded.n;
  insert into figure_topic as f (scope, region, focus, category, status, published, n)
    select scope, region, focus, category, status, published, n from figure_topic_gap
    on conflict (scope, region, focus, category, status, published) do update set n = f.n + excluded.n;
  insert into figure_due as f (region, office, clock, started_on, published, n)
    select region, office, clock, started_on, published, n from figure_due_gap
    on conflict (region, office, clock, started_on, published) do update set n = f.n + excluded.n;
  insert into figure_term as f (office, term_id, status, published, n)
    select office, term_id, status, published, n from figure_term_gap
    on conflict (office, term_id, status, published) do update set n = f.n + excluded.n;
  insert into figure_round as f (office, round_id, status, published, n)
    select office, round_id, status, published, n from figure_round_gap
    on conflict (office, round_id, status, published) do update set n = f.n + excluded.n;
  insert into figure_target as f (office, target_id, round_id, unit_id, region, published, n)
    select office, target_id, round_id, unit_id, region, published, n from figure_target_gap
    on conflict (office, target_id, published) do update set n = f.n + excluded.n;
$$;

-- Rounds and targets as coverage and completeness count them: who came when, heard when, filed and submitted or not; no word
-- of any text, and no recusal, as in the cells of the findings.
create table round_cell (
  round_id text primary key,
  office text not null,
  term_id text not null,
  status text not null,
  filed_at timestamptz,
  foreign key (office, round_id) references round (office, id)
);
create index round_cell_by_office on round_cell (office);
create table inspection_cell (
  target_id text primary key,
  office text not null,
  round_id text not null,
  unit_id text not null,
  -- the office whose register holds the unit
  unit_office text not null,
  region text not null,
  status text not null,
  entered_on date,
  heard_on date,
  filed boolean not null,
  submitted boolean not null,
  foreign key (office, target_id) references round_target (office, id)
);
create index inspection_cell_by_region on inspection_cell (region);
create index inspection_cell_by_office on inspection_cell (office);
create index inspection_cell_upgraded on inspection_cell (region) where unit_office <> office;
create index inspection_cell_of_unit on inspection_cell (unit_id);
create index inspection_cell_of_round on inspection_cell (round_id);

create function round_cell_follow_insert() returns trigger language plpgsql as $$
begin
  insert into round_cell select id, office, term_id, status, null from changed;
  return null;
end $$;
create function round_cell_follow_update() returns trigger language plpgsql as $$
begin
  update round_cell c set status = n.status from changed n where c.round_id = n.id and c.status <> n.status;
  return null;
end $$;
create function cells_follow_filing() returns trigger language plpgsql as $$
begin
  update round_cell c set filed_at = n.filed_at from changed n where c.round_id = n.round_id;
  update inspection_cell c set filed = true from changed n where c.round_id = n.round_id;
  return null;
end $$;
create function inspection_cell_follow_insert() returns trigger language plpgsql as $$
begin
  insert into inspection_cell
  select t.id, t.office, t.round_id, t.unit_id, register_office(t.unit_id, t.region), t.region, t.status, t.entered_on,
    t.heard_on, exists (select from filing f where f.round_id = t.round_id), false
  from changed t;
  return null;
end $$;
create function inspection_cell_follow_update() returns trigger language plpgsql as $$
begin
  update inspection_cell c set status = n.status, entered_on = n.entered_on, heard_on = n.heard_on
  from changed n where c.target_id = n.id
    and (c.status, c.entered_on, c.heard_on) is distinct from (n.status, n.entered_on, n.heard_on);
  return null;
end $$;
create function inspection_cell_follow_publication() returns trigger language plpgsql as $$
begin
  update inspection_cell c set submitted = p.submitted
  from (select target_id, bool_or(is_current) as submitted from publication
        where target_id = any (array(select n.target_id from changed n)) group by target_id) p
  where c.target_id = p.target_id and c.submitted <> p.submitted;
  return null;
end $$;
create trigger figures_insert after insert on round referencing new table as changed
  for each statement execute function round_cell_follow_insert();
create trigger figures_update after update on round referencing new table as changed
  for each statement execute function round_cell_follow_update();
create trigger figures_insert after insert on filing referencing new table as changed
  for each statement execute function cells_follow_filing();
create trigger figures_insert after insert on round_target referencing new table as changed
  for each statement execute function inspection_cell_follow_insert();
create trigger figures_update after update on round_target referencing new table as changed
  for each statement execute function inspection_cell_follow_update();
create trigger figures_insert after insert on publication referencing new table as changed
  for each statement execute function inspection_cell_follow_publication();
create trigger figures_update after update on publication referencing new table as changed
  for each statement execute function inspection_cell_follow_publication();
insert into round_cell select r.id, r.office, r.term_id, r.status, f.filed_at from round r left join filing f on f.round_id = r.id;
insert into inspection_cell
  select t.id, t.office, t.round_id, t.unit_id, register_office(t.unit_id, t.region), t.region, t.status, t.entered_on,
    t.heard_on, exists (select from filing f where f.round_id = t.round_id),
    exists (select from publication p where p.target_id = t.id and p.is_current)
  from round_target t;
create index unit_by_region on unit (region);

-- 对账 What the nightly comparison of the sums with a full count found.
create table figure_reconciliation (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  -- how many sums were wrong, and the first of them by name
  differences integer not null,
  first_differences jsonb not null,
  milliseconds integer not null
);

do $$
declare made text;
begin
  foreach made in array array['figure_delta', 'figure_region', 'figure_topic', 'figure_due', 'figure_term', 'figure_round',
    'figure_target', 'round_cell', 'inspection_cell', 'figure_reconciliation'] loop
    execute format('alter table %1$I enable row level security; alter table %1$I force row level security;
      create policy owner_all on %1$I to current_user using (true) with check (true);
      create policy works on %1$I to tier_worker using (true) with check (true);
      grant select on %1$I to tier_runtime, tier_worker', made);
  end loop;
end $$;

-- Who counts what, as of the cells: the own office all of its own, the offices above what was published; ranges of codes,
-- because they are leakproof. Sums of regions and terms know no recusal; a round's own figures go with the round.
create policy reads on figure_delta for select to tier_runtime
  using (office = (select figures_office())
         or published and office > (select figures_office()) and office < (select figures_office()) || ':'
         or target_id in (select m.target_id from my_team m));
create policy follows on figure_delta for insert to tier_runtime with check (pg_trigger_depth() > 0);
create policy reads on figure_region for select to tier_runtime
  using (scope = (select figures_office())
         or published and scope > (select figures_office()) and scope < (select figures_office()) || ':');
create policy reads on figure_topic for select to tier_runtime
  using (scope = (select figures_office())
         or published and scope > (select figures_office()) and scope < (select figures_office()) || ':');
create policy reads on figure_due for select to tier_runtime
  using (office = (select figures_office())
         or published and office > (select figures_office()) and office < (select figures_office()) || ':');
create policy reads on figure_term for select to tier_runtime
  using (office = (select figures_office())
         or published and office > (select figures_office()) and office < (select figures_office()) || ':');
create policy reads on figure_round for select to tier_runtime
  using ((office = (select figures_office())
          or published and office > (select figures_office()) and office < (select figures_office()) || ':')
         and not recused(office, '', '', round_id, ''));
create policy reads on figure_target for select to tier_runtime
  using (office = (select figures_office())
         or published and office > (select figures_office()) and office < (select figures_office()) || ':'
         or target_id in (select m.target_id from my_team m));
create policy reads on round_cell for select to tier_runtime
  using (office = (select figures_office())
         or filed_at is not null and office > (select figures_office()) and office < (select figures_office()) || ':'
         or pg_trigger_depth() > 0);
-- the office that keeps the unit knows that somebody came, and not what is planned
create policy reads on inspection_cell for select to tier_runtime
  using (office = (select figures_office())
         or filed and office > (select figures_office()) and office < (select figures_office()) || ':'
         or unit_office = (select figures_office()) and entered_on is not null
         or pg_trigger_depth() > 0);
create policy follows_insert on round_cell for insert to tier_runtime with check (pg_trigger_depth() > 0);
create policy follows_update on round_cell for update to tier_runtime using (pg_trigger_depth() > 0);
create policy follows_insert on inspection_cell for insert to tier_runtime with check (pg_trigger_depth() > 0);
create policy follows_update on inspection_cell for update to tier_runtime using (pg_trigger_depth() > 0);
create policy signed_in on figure_reconciliation for select to tier_runtime using ((select figures_office()) is not null);

grant insert on figure_delta, round_cell, inspection_cell to tier_runtime;
grant update (status, filed_at) on round_cell to tier_runtime;
grant update (status, entered_on, heard_on, filed, submitted) on inspection_cell to tier_runtime;

-- The worker folds and compares; of the findings it sees codes and dates, no word of any text.
create policy compares on finding_cell for select to tier_worker using (true);
grant select on finding_cell to tier_worker;
grant delete on figure_delta to tier_worker;
grant insert, update, delete on figure_region, figure_topic, figure_due, figure_term, figure_round, figure_target to tier_worker;
grant insert on figure_reconciliation to tier_worker;
grant select on figure_fact, figure_region_part, figure_topic_part, figure_due_part, figure_term_part, figure_round_part,
  figure_target_part, figure_region_gap, figure_topic_gap, figure_due_gap, figure_term_gap, figure_round_gap,
  figure_target_gap, figure_gap to tier_worker;

select mend_figures();
