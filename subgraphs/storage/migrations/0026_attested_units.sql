-- 提级: what the register of a unit's own tier attested of it when its target was planned (docs/adr/0017). Name and region
-- stand in the row already. A target of a unit of the own register has none of it.
alter table round_target
  add column unit_office text,
  add column superior_unit_id text,
  add column superior_unit_name text,
  add column attested_at timestamptz,
  add constraint round_target_attested check (num_nonnulls(unit_office, attested_at) in (0, 2)),
  add constraint round_target_superior check (num_nonnulls(superior_unit_id, superior_unit_name) in (0, 2)
    and (superior_unit_id is null or attested_at is not null));

-- Nobody plans a unit of another tier that this tier does not attest. An id begins with the name of its tier.
create policy attested on round_target as restrictive for insert to tier_runtime
  with check (split_part(unit_id, ':', 1) = split_part(id, ':', 1) or attested_at is not null);
-- What was attested stays. A target that was planned before attestations is attested once, with its feedback.
create function round_target_attested() returns trigger language plpgsql as $$
begin
  if old.attested_at is not null
       and (new.unit_office, new.superior_unit_id, new.superior_unit_name, new.attested_at)
           is distinct from (old.unit_office, old.superior_unit_id, old.superior_unit_name, old.attested_at)
     or (new.unit_id, new.unit_name, new.region) is distinct from (old.unit_id, old.unit_name, old.region) then
    raise exception 'target %: the unit stays as its register attested it', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger attested before update on round_target for each row execute function round_target_attested();

-- As in 0010: whose register holds the unit is what that register says, where it was asked.
create or replace function inspection_follow_insert() returns trigger language plpgsql as $$
begin
  insert into inspection
  select t.id, t.office, t.round_id, r.title, t.unit_id, coalesce(t.unit_office, register_office(t.unit_id, t.region)), t.region,
         t.status, t.entered_on, t.heard_on, t.fed_back_on, t.archived_on, r.synthetic
  from changed t join round r on r.id = t.round_id;
  return null;
end $$;
