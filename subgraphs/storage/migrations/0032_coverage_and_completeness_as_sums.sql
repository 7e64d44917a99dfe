-- Coverage and completeness as sums (docs/adr/0019). Both were counted from a row for each target of the area while somebody
-- waited; now, as for findings, what changes appends to deltas, the worker folds, and a reader takes sums and deltas.

-- 全覆盖 Distinct units are no sum of what happens to them: a second inspection of a unit covers nothing new. So a delta only
-- says that a unit may count otherwise than before, and what it counts is said by its rows as they are: the fold takes away
-- what the unit was counted as and adds what it is, a reader does the same for the few units that wait.
create table figure_cover_delta (
  unit_id text not null,
  region text not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- What each unit counts as for each scope (as in figure_region): REGISTER, an entry of a register of this tier, with the terms
-- of its own office in which somebody of this tier entered it; UPGRADED (提级), a unit that was entered in its office's stead,
-- with the terms of those who came. No term where nobody came. Which of the terms is the present one is asked when it is read.
create view cover_fact with (security_invoker = true) as
  select u.id as unit_id, s.scope, 'REGISTER' as kind, u.region, u.valid_from, coalesce(u.valid_to, 'infinity') as valid_to,
    array_to_string(array(select distinct t.id from inspection_cell i join term t on t.office = u.office
            and i.entered_on >= t.starts_on and (t.ends_on is null or i.entered_on < t.ends_on)
          where i.unit_id = u.id and i.status <> 'RELEASED'
            and (i.office = s.scope or i.filed and i.office > s.scope and i.office < s.scope || ':') order by 1), ' ') as terms
  from unit u cross join lateral unnest(superiors_of(u.office) || u.office) as s (scope)
union all
  select i.unit_id, s.scope, 'UPGRADED', max(i.region), '-infinity', 'infinity', string_agg(distinct t.id, ' ' order by t.id)
  from inspection_cell i
  join term t on t.office = i.office and i.entered_on >= t.starts_on and (t.ends_on is null or i.entered_on < t.ends_on)
  cross join lateral unnest(case when i.filed then superiors_of(i.office) end || i.office) as s (scope)
  where i.unit_office <> i.office and i.status <> 'RELEASED' and i.region >= s.scope and i.region < s.scope || ':'
  group by i.unit_id, s.scope;

-- as which each unit is counted in the sums below
create table figure_cover_unit (
  unit_id text not null,
  scope text not null,
  kind text not null constraint figure_cover_unit_kind check (kind in ('REGISTER', 'UPGRADED')),
  region text not null,
  valid_from date not null,
  valid_to date not null,
  -- their ids with a space between them: text, because a key of arrays is not leakproof
  terms text not null,
  primary key (unit_id, scope, kind)
) with (fillfactor = 70);
create table figure_cover (
  scope text not null,
  region text not null,
  kind text not null,
  valid_from date not null,
  valid_to date not null,
  terms text not null,
  n bigint not null,
  primary key (scope, region, kind, valid_from, valid_to, terms)
) with (fillfactor = 70);

create function cover_delta_follow_insert() returns trigger language plpgsql as $$
begin
  insert into figure_cover_delta select distinct unit_id, region from added where entered_on is not null;
  return null;
end $$;
create function cover_delta_follow_update() returns trigger language plpgsql as $$
begin
  insert into figure_cover_delta
  select distinct a.unit_id, a.region from added a join taken t on t.target_id = a.target_id
  where (a.entered_on, a.filed, a.status = 'RELEASED') is distinct from (t.entered_on, t.filed, t.status = 'RELEASED')
    and (a.entered_on is not null or t.entered_on is not null);
  return null;
end $$;
create function cover_delta_follow_delete() returns trigger language plpgsql as $$
begin
  insert into figure_cover_delta select distinct unit_id, region from taken where entered_on is not null;
  return null;
end $$;
create trigger cover_insert after insert on inspection_cell referencing new table as added
  for each statement execute function cover_delta_follow_insert();
create trigger cover_update after update on inspection_cell referencing new table as added old table as taken
  for each statement execute function cover_delta_follow_update();
create trigger cover_delete after delete on inspection_cell referencing old table as taken
  for each statement execute function cover_delta_follow_delete();

create function cover_delta_follow_unit() returns trigger language plpgsql as $$
begin
  insert into figure_cover_delta select distinct id, region from changed;
  return null;
end $$;
create trigger cover_insert after insert on unit referencing new table as changed
  for each statement execute function cover_delta_follow_unit();
create trigger cover_update after update on unit referencing new table as changed
  for each statement execute function cover_delta_follow_unit();
create trigger cover_delete after delete on unit referencing old table as changed
  for each statement execute function cover_delta_follow_unit();

-- A term that is opened, closed or moved decides anew which inspections lie in it.
create function cover_delta_follow_term() returns trigger language plpgsql as $$
begin
  insert into figure_cover_delta
  select u.id, u.region from unit u where u.office in (select office from changed)
  union
  select i.unit_id, i.region from inspection_cell i
  where i.office in (select office from changed) and i.unit_office <> i.office and i.entered_on is not null;
  return null;
end $$;
create trigger cover_insert after insert on term referencing new table as changed
  for each statement execute function cover_delta_follow_term();
create trigger cover_update after update on term referencing new table as changed
  for each statement execute function cover_delta_follow_term();
create trigger cover_delete after delete on term referencing old table as changed
  for each statement execute function cover_delta_follow_term();
create index inspection_cell_in_stead on inspection_cell (office) where unit_office <> office;

-- 完整程度 What an office has let its superiors know, by its term: rounds FILED, and RUNNING of these; targets of which results
-- are EXPECTED, and RECEIVED of these (no term). Since when something waits, and what was filed last, is the first or last
-- entry of an index.
create table figure_slice_delta (
  office text not null,
  term_id text not null,
  fact text not null,
  n bigint not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
create table figure_slice (
  office text not null,
  term_id text not null,
  fact text not null constraint figure_slice_fact check (fact in ('FILED', 'RUNNING', 'EXPECTED', 'RECEIVED')),
  n bigint not null,
  primary key (office, term_id, fact)
) with (fillfactor = 70);
create index round_cell_filed on round_cell (office, filed_at) where filed_at is not null and status <> 'WITHDRAWN';
create index inspection_cell_waiting on inspection_cell (office, heard_on)
  where filed and not submitted and heard_on is not null and status <> 'RELEASED';

create function round_facts(status text, filed_at timestamptz) returns text[] language sql immutable parallel safe
  return case when filed_at is null or status = 'WITHDRAWN' then '{}'::text[]
    when status = 'RUNNING' then array['FILED', 'RUNNING'] else array['FILED'] end;
create function target_facts(status text, filed boolean, heard_on date, submitted boolean) returns text[]
  language sql immutable parallel safe
  return case when not filed or heard_on is null or status = 'RELEASED' then '{}'::text[]
    when submitted then array['EXPECTED', 'RECEIVED'] else array['EXPECTED'] end;

create function slice_delta_follow_rounds() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into figure_slice_delta select office, term_id, fact, count(*)
    from added cross join lateral unnest(round_facts(status, filed_at)) as f (fact) group by office, term_id, fact;
  elsif tg_op = 'DELETE' then
    insert into figure_slice_delta select office, term_id, fact, -count(*)
    from taken cross join lateral unnest(round_facts(status, filed_at)) as f (fact) group by office, term_id, fact;
  else
    insert into figure_slice_delta select office, term_id, fact, sum(n)
    from (select 1 as n, a.* from added a union all select -1, t.* from taken t) c
    cross join lateral unnest(round_facts(status, filed_at)) as f (fact)
    group by office, term_id, fact having sum(n) <> 0;
  end if;
  return null;
end $$;
create function slice_delta_follow_targets() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into figure_slice_delta select office, '', fact, count(*)
    from added cross join lateral unnest(target_facts(status, filed, heard_on, submitted)) as f (fact) group by office, fact;
  elsif tg_op = 'DELETE' then
    insert into figure_slice_delta select office, '', fact, -count(*)
    from taken cross join lateral unnest(target_facts(status, filed, heard_on, submitted)) as f (fact) group by office, fact;
  else
    insert into figure_slice_delta select office, '', fact, sum(n)
    from (select 1 as n, a.* from added a union all select -1, t.* from taken t) c
    cross join lateral unnest(target_facts(status, filed, heard_on, submitted)) as f (fact)
    group by office, fact having sum(n) <> 0;
  end if;
  return null;
end $$;
do $$
declare followed record;
begin
  for followed in values ('round_cell', 'slice_delta_follow_rounds'), ('inspection_cell', 'slice_delta_follow_targets') loop
    execute format('
      create trigger slice_insert after insert on %1$I referencing new table as added
        for each statement execute function %2$I();
      create trigger slice_update after update on %1$I referencing new table as added old table as taken
        for each statement execute function %2$I();
      create trigger slice_delete after delete on %1$I referencing old table as taken
        for each statement execute function %2$I()', followed.column1, followed.column2);
  end loop;
end $$;

-- What the sums should say and do not, as in figure_gap: of a unit that waits for the fold they say what it was.
create view figure_cover_gap with (security_invoker = true) as
  with waiting as materialized (select distinct unit_id from figure_cover_delta),
  counted as (
    select scope, region, kind, valid_from, valid_to, terms from cover_fact where unit_id not in (select unit_id from waiting)
    union all
    select scope, region, kind, valid_from, valid_to, terms from figure_cover_unit
    where unit_id in (select unit_id from waiting))
  select scope, region, kind, valid_from, valid_to, terms, sum(n)::bigint as n from (
    select c.scope, r.region, c.kind, c.valid_from, c.valid_to, c.terms, 1 as n
    from counted c cross join lateral unnest(region_and_above(c.region)) as r (region)
    where r.region >= c.scope and r.region < c.scope || ':'
    union all select scope, region, kind, valid_from, valid_to, terms, -n from figure_cover) x
  group by scope, region, kind, valid_from, valid_to, terms having sum(n) <> 0;
create view figure_cover_unit_gap with (security_invoker = true) as
  select unit_id, scope, kind, sum(n)::bigint as n from (
    select unit_id, scope, kind, region, valid_from, valid_to, terms, 1 as n from cover_fact
    union all select unit_id, scope, kind, region, valid_from, valid_to, terms, -1 from figure_cover_unit) x
  where not exists (select from figure_cover_delta d where d.unit_id = x.unit_id)
  group by unit_id, scope, kind, region, valid_from, valid_to, terms having sum(n) <> 0;
create view figure_slice_gap with (security_invoker = true) as
  select office, term_id, fact, sum(n)::bigint as n from (
    select office, term_id, fact, 1 as n from round_cell cross join lateral unnest(round_facts(status, filed_at)) as f (fact)
    union all
    select office, '', fact, 1 from inspection_cell
    cross join lateral unnest(target_facts(status, filed, heard_on, submitted)) as f (fact)
    union all select office, term_id, fact, -n from figure_slice_delta
    union all select office, term_id, fact, -n from figure_slice) x
  group by office, term_id, fact having sum(n) <> 0;
create or replace view figure_gap with (security_invoker = true) as
  select 'figure_region' as sums, to_jsonb(g) - 'n' as place, n from figure_region_gap g
union all select 'figure_topic', to_jsonb(g) - 'n', n from figure_topic_gap g
union all select 'figure_due', to_jsonb(g) - 'n', n from figure_due_gap g
union all select 'figure_term', to_jsonb(g) - 'n', n from figure_term_gap g
union all select 'figure_round', to_jsonb(g) - 'n', n from figure_round_gap g
union all select 'figure_target', to_jsonb(g) - 'n', n from figure_target_gap g
union all select 'figure_cover', to_jsonb(g) - 'n', n from figure_cover_gap g
union all select 'figure_cover_unit', to_jsonb(g) - 'n', n from figure_cover_unit_gap g
union all select 'figure_slice', to_jsonb(g) - 'n', n from figure_slice_gap g;

-- Each of the folds is one statement under the one lock, as before.
-- Counts anew what waits, or every unit: then also those that are gone, or came past the triggers.
create function fold_cover(everything boolean) returns bigint language sql as $$
  with touched as materialized (
    select unit_id from figure_cover_delta
    union select id from unit where everything
    union select unit_id from figure_cover_unit where everything
    union select unit_id from inspection_cell where everything and unit_office <> office),
  fact as materialized (
    select f.* from touched t cross join lateral (select * from cover_fact c where c.unit_id = t.unit_id) f),
  was as materialized (select c.* from figure_cover_unit c where c.unit_id in (select unit_id from touched)),
  moved as (
    select scope, region, kind, valid_from, valid_to, terms, sum(n) as n from (
      select scope, region, kind, valid_from, valid_to, terms, 1 as n from fact
      union all select scope, region, kind, valid_from, valid_to, terms, -1 from was) x
    group by scope, region, kind, valid_from, valid_to, terms having sum(n) <> 0),
  sums as (insert into figure_cover as f (scope, region, kind, valid_from, valid_to, terms, n)
    select m.scope, r.region, m.kind, m.valid_from, m.valid_to, m.terms, sum(m.n)
    from moved m cross join lateral unnest(region_and_above(m.region)) as r (region)
    where r.region >= m.scope and r.region < m.scope || ':'
    group by m.scope, r.region, m.kind, m.valid_from, m.valid_to, m.terms having sum(m.n) <> 0
    on conflict (scope, region, kind, valid_from, valid_to, terms) do update set n = f.n + excluded.n),
  gone as (delete from figure_cover_unit c using was w where (c.unit_id, c.scope, c.kind) = (w.unit_id, w.scope, w.kind)
    and not exists (select from fact f where (f.unit_id, f.scope, f.kind) = (w.unit_id, w.scope, w.kind))),
  kept as (insert into figure_cover_unit as c (unit_id, scope, kind, region, valid_from, valid_to, terms)
    select unit_id, scope, kind, region, valid_from, valid_to, terms from fact
    on conflict (unit_id, scope, kind) do update
      set region = excluded.region, valid_from = excluded.valid_from, valid_to = excluded.valid_to, terms = excluded.terms
      where (c.region, c.valid_from, c.valid_to, c.terms)
        is distinct from (excluded.region, excluded.valid_from, excluded.valid_to, excluded.terms)),
  folded as (delete from figure_cover_delta returning 1)
  select count(*) from folded
$$;
create function fold_slices() returns bigint language sql as $$
  with sums as (insert into figure_slice as f (office, term_id, fact, n)
    select office, term_id, fact, sum(n) from figure_slice_delta group by office, term_id, fact having sum(n) <> 0
    on conflict (office, term_id, fact) do update set n = f.n + excluded.n),
  folded as (delete from figure_slice_delta returning 1)
  select count(*) from folded
$$;
alter function fold_figures() rename to fold_findings;
alter function mend_figures() rename to mend_findings;
create function fold_figures() returns bigint language sql as $$
  select pg_advisory_xact_lock(figures_lock());
  select fold_findings() + fold_slices() + fold_cover(false)
$$;
create function mend_figures() returns void language sql as $$
  select pg_advisory_xact_lock(figures_lock());
  select mend_findings();
  select fold_cover(true);
  insert into figure_cover as f (scope, region, kind, valid_from, valid_to, terms, n)
    select scope, region, kind, valid_from, valid_to, terms, n from figure_cover_gap
    on conflict (scope, region, kind, valid_from, valid_to, terms) do update set n = f.n + excluded.n;
  insert into figure_slice as f (office, term_id, fact, n)
    select office, term_id, fact, n from figure_slice_gap
    on conflict (office, term_id, fact) do update set n = f.n + excluded.n;
$$;

do $$
declare made text;
begin
  foreach made in array array['figure_cover_delta', 'figure_cover_unit', 'figure_cover', 'figure_slice_delta', 'figure_slice'] loop
    execute format('alter table %1$I enable row level security; alter table %1$I force row level security;
      create policy owner_all on %1$I to current_user using (true) with check (true);
      create policy works on %1$I to tier_worker using (true) with check (true);
      grant select on %1$I to tier_runtime; grant select, insert, update, delete on %1$I to tier_worker', made);
  end loop;
end $$;
create policy reads on figure_cover_delta for select to tier_runtime
  using (region >= (select figures_office()) and region < (select figures_office()) || ':');
create policy reads on figure_cover_unit for select to tier_runtime using (scope = (select figures_office()));
create policy reads on figure_cover for select to tier_runtime using (scope = (select figures_office()));
create policy reads on figure_slice_delta for select to tier_runtime
  using (office >= (select figures_office()) and office < (select figures_office()) || ':');
create policy reads on figure_slice for select to tier_runtime
  using (office >= (select figures_office()) and office < (select figures_office()) || ':');
create policy follows on figure_cover_delta for insert to tier_runtime with check (pg_trigger_depth() > 0);
create policy follows on figure_slice_delta for insert to tier_runtime with check (pg_trigger_depth() > 0);
grant insert on figure_cover_delta, figure_slice_delta to tier_runtime;
grant select on cover_fact to tier_runtime, tier_worker;
grant select on figure_cover_gap, figure_cover_unit_gap, figure_slice_gap to tier_worker;
-- The worker sees of the register and of the terms what coverage is counted by: codes and dates, no name.
create policy counts on unit for select to tier_worker using (true);
create policy counts on term for select to tier_worker using (true);
grant select (id, office, region, valid_from, valid_to) on unit to tier_worker;
grant select (id, office, starts_on, ends_on) on term to tier_worker;

select mend_figures();
