-- Overdue by scope: what an office above counts was a row for each office below and each day; measured at a million findings of
-- 128 offices, 100 ms for a province and its cities. With a row for each scope, as in the sums of regions, it is one for each
-- day; offices with policies of their own are taken out of it when it is read, by their own rows.
drop view figure_gap;
drop view figure_due_gap;
drop view figure_due_part;
drop table figure_due;

create table figure_due (
  scope text not null,
  region text not null,
  clock text not null,
  started_on date not null,
  published boolean not null,
  n bigint not null,
  primary key (region, scope, clock, started_on, published)
) with (fillfactor = 70);
create view figure_due_part with (security_invoker = true) as
  select f.source, s.scope, r.region, f.clock, f.started_on, f.published, sum(f.n)::bigint as n
  from (select source, office, region, clock, started_on, published, sum(n) as n from figure_fact
        where clock is not null group by source, office, region, clock, started_on, published) f
  cross join lateral unnest(case when f.published then superiors_of(f.office) end || f.office) as s (scope)
  cross join lateral unnest(region_and_above(f.region)) as r (region)
  -- an office's own rows at every region above it too: there they are taken out of what all have in common
  where s.scope = f.office or r.region >= s.scope and r.region < s.scope || ':'
  group by f.source, s.scope, r.region, f.clock, f.started_on, f.published;
create view figure_due_gap with (security_invoker = true) as
  select scope, region, clock, started_on, published, sum(n)::bigint as n
  from (select scope, region, clock, started_on, published, case source when 'CELL' then n else -n end as n from figure_due_part
        union all select scope, region, clock, started_on, published, -n from figure_due) x
  group by scope, region, clock, started_on, published having sum(n) <> 0;
create view figure_gap with (security_invoker = true) as
  select 'figure_region' as sums, to_jsonb(g) - 'n' as place, n from figure_region_gap g
union all select 'figure_topic', to_jsonb(g) - 'n', n from figure_topic_gap g
union all select 'figure_due', to_jsonb(g) - 'n', n from figure_due_gap g
union all select 'figure_term', to_jsonb(g) - 'n', n from figure_term_gap g
union all select 'figure_round', to_jsonb(g) - 'n', n from figure_round_gap g
union all select 'figure_target', to_jsonb(g) - 'n', n from figure_target_gap g;

create or replace function fold_figures() returns bigint language sql as $$
  select pg_advisory_xact_lock(figures_lock());
  with a as (insert into figure_region as f (scope, region, status, published, synthetic, n)
    select scope, region, status, published, synthetic, n from figure_region_part where source = 'DELTA' and n <> 0
    on conflict (scope, region, status, published, synthetic) do update set n = f.n + excluded.n),
  b as (insert into figure_topic as f (scope, region, focus, category, status, published, n)
    select scope, region, focus, category, status, published, n from figure_topic_part where source = 'DELTA' and n <> 0
    on conflict (scope, region, focus, category, status, published) do update set n = f.n + excluded.n),
  c as (insert into figure_due as f (scope, region, clock, started_on, published, n)
    select scope, region, clock, started_on, published, n from figure_due_part where source = 'DELTA' and n <> 0
    on conflict (region, scope, clock, started_on, published) do update set n = f.n + excluded.n),
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
create or replace function mend_figures() returns void language sql as $$
  select pg_advisory_xact_lock(figures_lock());
  insert into figure_region as f (scope, region, status, published, synthetic, n)
    select scope, region, status, published, synthetic, n from figure_region_gap
    on conflict (scope, region, status, published, synthetic) do update set n = f.n + excluded.n;
  insert into figure_topic as f (scope, region, focus, category, status, published, n)
    select scope, region, focus, category, status, published, n from figure_topic_gap
    on conflict (scope, region, focus, category, status, published) do update set n = f.n + excluded.n;
  insert into figure_due as f (scope, region, clock, started_on, published, n)
    select scope, region, clock, started_on, published, n from figure_due_gap
    on conflict (region, scope, clock, started_on, published) do update set n = f.n + excluded.n;
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

alter table figure_due enable row level security;
alter table figure_due force row level security;
create policy owner_all on figure_due to current_user using (true) with check (true);
create policy works on figure_due to tier_worker using (true) with check (true);
create policy reads on figure_due for select to tier_runtime
  using (scope = (select figures_office())
         or published and scope > (select figures_office()) and scope < (select figures_office()) || ':');
grant select on figure_due to tier_runtime, tier_worker;
grant insert, update, delete on figure_due to tier_worker;
grant select on figure_due_part, figure_due_gap, figure_gap to tier_worker;

select mend_figures();
