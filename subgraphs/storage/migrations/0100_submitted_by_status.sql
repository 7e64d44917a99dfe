-- 报送的问题按当前状态和期限筛选 What was submitted is listed by where it stands now. The status stands in the cell, the order of the list in the row
-- that was submitted: a city that asked for one status read all of its rows, and looked each one's cell up. The cell now has what the
-- list is in the order of, whose area it is in, and the day on which its clock started.
alter table finding_cell add column opened_at timestamptz;
-- no figure changes by it
alter table finding_cell disable trigger user;
update finding_cell c set opened_at = f.opened_at from finding f where f.id = c.finding_id;
alter table finding_cell enable trigger user;
alter table finding_cell alter column opened_at set not null,
  add column office_city text not null generated always as (left(office, 4)) stored,
  add column office_province text not null generated always as (left(office, 2)) stored,
  add column started_on date generated always as (overdue_start(status, status_at, told_on)) stored;

create index finding_cell_by_city on finding_cell (office_city, status, opened_at desc, finding_id desc) where published;
create index finding_cell_by_province on finding_cell (office_province, status, opened_at desc, finding_id desc) where published;
-- of what is due soon there are few: they are found by the day on which their clock started
create index finding_cell_by_start on finding_cell (office_province, status, started_on) where published;

-- as in 0031, with the day of its record
create or replace function finding_cell_follow_insert() returns trigger language plpgsql as $$
begin
  -- term and dates once for each target: a ledger brings thousands of findings of the same few
  with target as materialized (
    select t.target_id, (select r.term_id from round r where r.id = t.round_id) as term_id,
           (select told_on(x.fed_back_on, x.id) from round_target x where x.id = t.target_id) as told_on
    from (select distinct target_id, round_id from changed) t)
  insert into finding_cell (finding_id, office, round_id, target_id, unit_id, region, status, status_at, published, synthetic,
    entered_by_office, term_id, focus, category, told_on, opened_at)
  select n.id, n.office, n.round_id, n.target_id, n.unit_id, n.region, n.status, n.status_at, false, n.synthetic,
    n.entered_by_office, t.term_id, n.focus, n.category, t.told_on, n.opened_at
  from changed n join target t on t.target_id = n.target_id;
  return null;
end $$;

-- as in 0063, with the day of its record
create or replace view figure_cell_gap with (security_invoker = true) as
  select coalesce(f.id, c.finding_id) as finding_id
  from finding f
  left join round r on r.id = f.round_id
  left join (select x.id, told_on(x.fed_back_on, x.id) as told_on from round_target x) t on t.id = f.target_id
  left join published_finding p on p.finding_id = f.id and p.is_current
  full join finding_cell c on c.finding_id = f.id
  where (f.office, f.round_id, f.target_id, f.unit_id, f.region, f.status, f.focus, f.category, f.synthetic, r.term_id,
         t.told_on, f.opened_at, p.finding_id is not null)
    is distinct from (c.office, c.round_id, c.target_id, c.unit_id, c.region, c.status, c.focus, c.category, c.synthetic,
         c.term_id, c.told_on, c.opened_at, c.published);
