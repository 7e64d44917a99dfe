-- Who is recused from a further unit of a finding does not read it in a look-back's team either.
alter policy looks_back on finding
  using (target_id in (select m.target_id from my_look_back m)
         and not recused(office, region, unit_id, round_id, id) and not recused_from(further_unit_ids));
