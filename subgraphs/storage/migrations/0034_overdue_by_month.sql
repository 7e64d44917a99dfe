-- 逾期 What is overdue was added up from a row for each day since the oldest open finding: for a province with its cities tens of
-- thousands of rows after some years. Whole months are now one row each; the days at both ends of a span are still days.
create table figure_due_month (
  scope text not null,
  region text not null,
  clock text not null,
  month date not null,
  published boolean not null,
  n bigint not null,
  primary key (region, scope, clock, month, published)
) with (fillfactor = 70);

-- Follows the days in the same statement, whoever changes them: the fold, or who mends. They have one writer at a time.
create function due_month_follow() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into figure_due_month as m
    select scope, region, clock, date_trunc('month', started_on)::date, published, sum(n)
    from added group by 1, 2, 3, 4, 5
    on conflict (region, scope, clock, month, published) do update set n = m.n + excluded.n;
  elsif tg_op = 'DELETE' then
    insert into figure_due_month as m
    select scope, region, clock, date_trunc('month', started_on)::date, published, -sum(n)
    from taken group by 1, 2, 3, 4, 5
    on conflict (region, scope, clock, month, published) do update set n = m.n + excluded.n;
  else
    insert into figure_due_month as m
    select scope, region, clock, date_trunc('month', started_on)::date, published, sum(sign * n)
    from (select 1 as sign, a.* from added a union all select -1, t.* from taken t) x group by 1, 2, 3, 4, 5
    on conflict (region, scope, clock, month, published) do update set n = m.n + excluded.n;
  end if;
  return null;
end $$;
create trigger month_insert after insert on figure_due referencing new table as added
  for each statement execute function due_month_follow();
create trigger month_update after update on figure_due referencing new table as added old table as taken
  for each statement execute function due_month_follow();
create trigger month_delete after delete on figure_due referencing old table as taken
  for each statement execute function due_month_follow();

create view figure_due_month_gap with (security_invoker = true) as
  select scope, region, clock, month, published, sum(n)::bigint as n from (
    select scope, region, clock, date_trunc('month', started_on)::date as month, published, n from figure_due
    union all select scope, region, clock, month, published, -n from figure_due_month) x
  group by scope, region, clock, month, published having sum(n) <> 0;
create or replace view figure_gap with (security_invoker = true) as
  select 'figure_region' as sums, to_jsonb(g) - 'n' as place, n from figure_region_gap g
union all select 'figure_topic', to_jsonb(g) - 'n', n from figure_topic_gap g
union all select 'figure_due', to_jsonb(g) - 'n', n from figure_due_gap g
union all select 'figure_due_month', to_jsonb(g) - 'n', n from figure_due_month_gap g
union all select 'figure_term', to_jsonb(g) - 'n', n from figure_term_gap g
union all select 'figure_round', to_jsonb(g) - 'n', n from figure_round_gap g
union all select 'figure_target', to_jsonb(g) - 'n', n from figure_target_gap g
union all select 'figure_cover', to_jsonb(g) - 'n', n from figure_cover_gap g
union all select 'figure_cover_unit', to_jsonb(g) - 'n', n from figure_cover_unit_gap g
union all select 'figure_slice', to_jsonb(g) - 'n', n from figure_slice_gap g;
create or replace function mend_figures() returns void language sql as $$
  select pg_advisory_xact_lock(figures_lock());
  select mend_findings();
  insert into figure_due_month as f (scope, region, clock, month, published, n)
    select scope, region, clock, month, published, n from figure_due_month_gap
    on conflict (region, scope, clock, month, published) do update set n = f.n + excluded.n;
  select fold_cover(true);
  insert into figure_cover as f (scope, region, kind, valid_from, valid_to, terms, n)
    select scope, region, kind, valid_from, valid_to, terms, n from figure_cover_gap
    on conflict (scope, region, kind, valid_from, valid_to, terms) do update set n = f.n + excluded.n;
  insert into figure_slice as f (office, term_id, fact, n)
    select office, term_id, fact, n from figure_slice_gap
    on conflict (office, term_id, fact) do update set n = f.n + excluded.n;
$$;

alter table figure_due_month enable row level security;
alter table figure_due_month force row level security;
create policy owner_all on figure_due_month to current_user using (true) with check (true);
create policy works on figure_due_month to tier_worker using (true) with check (true);
create policy reads on figure_due_month for select to tier_runtime
  using (scope = (select figures_office())
         or published and scope > (select figures_office()) and scope < (select figures_office()) || ':');
grant select on figure_due_month to tier_runtime;
grant select, insert, update, delete on figure_due_month to tier_worker;
grant select on figure_due_month_gap to tier_worker;

insert into figure_due_month (scope, region, clock, month, published, n)
  select scope, region, clock, month, published, n from figure_due_month_gap;
