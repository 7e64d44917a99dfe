-- Whether the cells say what book, publications and targets say, as before; but what is published is joined in one go, where it was
-- looked up finding by finding: a third of the time at a million.
create or replace view figure_cell_gap with (security_invoker = true) as
  select coalesce(f.id, c.finding_id) as finding_id
  from finding f
  left join round r on r.id = f.round_id
  left join (select x.id, told_on(x.fed_back_on, x.id) as told_on from round_target x) t on t.id = f.target_id
  left join published_finding p on p.finding_id = f.id and p.is_current
  full join finding_cell c on c.finding_id = f.id
  where (f.office, f.round_id, f.target_id, f.unit_id, f.region, f.status, f.focus, f.category, f.synthetic, r.term_id,
         t.told_on, p.finding_id is not null)
    is distinct from (c.office, c.round_id, c.target_id, c.unit_id, c.region, c.status, c.focus, c.category, c.synthetic,
         c.term_id, c.told_on, c.published);
