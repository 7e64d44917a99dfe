-- One day: what is overdue counts from the day on which the unit could know of it, as the deadlines do (0024), and no more from
-- the day that the feedback bears. The cells keep that day; their triggers carry the change into the sums.
create function told_on(fed_back_on date, target text) returns date language sql stable parallel safe
  return case when fed_back_on is not null then greatest(fed_back_on, (
    select max(office_day(d.issued_at)) from disclosure d where d.target_id = target and d.purpose = 'FEEDBACK')) end;

alter table finding_cell rename column fed_back_on to told_on;

-- as in 0018, by the new name
create or replace function finding_cell_follow_insert() returns trigger language plpgsql as $$
begin
  -- term and dates once for each target: a ledger brings thousands of findings of the same few
  with target as materialized (
    select t.target_id, (select r.term_id from round r where r.id = t.round_id) as term_id,
           (select told_on(x.fed_back_on, x.id) from round_target x where x.id = t.target_id) as told_on
    from (select distinct target_id, round_id from changed) t)
  insert into finding_cell (finding_id, office, round_id, target_id, unit_id, region, status, status_at, published, synthetic,
    entered_by_office, term_id, focus, category, told_on)
  select n.id, n.office, n.round_id, n.target_id, n.unit_id, n.region, n.status, n.status_at, false, n.synthetic,
    n.entered_by_office, t.term_id, n.focus, n.category, t.told_on
  from changed n join target t on t.target_id = n.target_id;
  return null;
end $$;
create or replace function figure_delta_follow_insert() returns trigger language plpgsql as $$
begin
  insert into figure_delta
  select office, term_id, round_id, target_id, unit_id, region, focus, category, status, published, synthetic,
    overdue_clock(status, told_on), overdue_start(status, status_at, told_on), count(*)
  from added group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13;
  return null;
end $$;
create or replace function figure_delta_follow_update() returns trigger language plpgsql as $$
begin
  insert into figure_delta
  select office, term_id, round_id, target_id, unit_id, region, focus, category, status, published, synthetic,
    overdue_clock(status, told_on), overdue_start(status, status_at, told_on), sum(n)
  from (select 1 as n, a.* from added a union all select -1, t.* from taken t) c
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 having sum(n) <> 0;
  return null;
end $$;
create or replace function figure_delta_follow_delete() returns trigger language plpgsql as $$
begin
  insert into figure_delta
  select office, term_id, round_id, target_id, unit_id, region, focus, category, status, published, synthetic,
    overdue_clock(status, told_on), overdue_start(status, status_at, told_on), -count(*)
  from taken group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13;
  return null;
end $$;

-- The day moves with the target's date, which may be corrected or taken back, and with what was disclosed.
create or replace function finding_cell_follow_target() returns trigger language plpgsql as $$
begin
  update finding_cell c set told_on = n.told_on
  from (select x.id, told_on(x.fed_back_on, x.id) as told_on
        from changed x join before b on b.id = x.id and b.fed_back_on is distinct from x.fed_back_on) n
  where c.target_id = any (array(
          select x.id from changed x join before b on b.id = x.id and b.fed_back_on is distinct from x.fed_back_on))
    and n.id = c.target_id and c.told_on is distinct from n.told_on;
  return null;
end $$;
drop trigger cell_fed_back on round_target;
create trigger cell_fed_back after update on round_target referencing new table as changed old table as before
  for each statement execute function finding_cell_follow_target();
create function finding_cell_follow_feedback() returns trigger language plpgsql as $$
begin
  update finding_cell c set told_on = n.told_on
  from (select t.id, told_on(t.fed_back_on, t.id) as told_on from round_target t
        where t.id = any (array(select x.target_id from changed x where x.purpose = 'FEEDBACK'))) n
  where c.target_id = any (array(select x.target_id from changed x where x.purpose = 'FEEDBACK'))
    and n.id = c.target_id and c.told_on is distinct from n.told_on;
  return null;
end $$;
create trigger cell_told after insert on disclosure referencing new table as changed
  for each statement execute function finding_cell_follow_feedback();
create trigger cell_told_otherwise after update on disclosure referencing new table as changed
  for each statement execute function finding_cell_follow_feedback();

create or replace view figure_cell_gap with (security_invoker = true) as
  select coalesce(f.id, c.finding_id) as finding_id
  from finding f
  left join round r on r.id = f.round_id
  left join (select x.id, told_on(x.fed_back_on, x.id) as told_on from round_target x) t on t.id = f.target_id
  full join finding_cell c on c.finding_id = f.id
  where (f.office, f.round_id, f.target_id, f.unit_id, f.region, f.status, f.focus, f.category, f.synthetic, r.term_id,
         t.told_on, exists (select from published_finding p where p.finding_id = f.id and p.is_current))
    is distinct from (c.office, c.round_id, c.target_id, c.unit_id, c.region, c.status, c.focus, c.category, c.synthetic,
         c.term_id, c.told_on, c.published);

-- what was counted from the day on the feedback is counted anew; the deltas of this go where all deltas go
update finding_cell c set told_on = t.told_on
from (select x.id, told_on(x.fed_back_on, x.id) as told_on from round_target x
      where x.id in (select d.target_id from disclosure d where d.purpose = 'FEEDBACK')) t
where t.id = c.target_id and c.told_on is distinct from t.told_on;
