-- 单位的变更 A unit that is closed, renamed or merged (docs/adr/0018): its entry ends on a day, by a document, and names the entry that
-- goes on. The link stands on the entry that ended: several may go on as one.

drop index unit_of_predecessor;
alter table unit drop column predecessor_id;
alter table unit add column successor_id text references unit (id), add column ended_document text,
  drop constraint unit_status,
  add constraint unit_status check (status in ('REGISTERED', 'CORRECTION_PROPOSED', 'ENDED')),
  add constraint unit_ended check ((status = 'ENDED') = (ended_document is not null)
    and (status = 'ENDED' and valid_to is not null or successor_id is null));
create index unit_of_successor on unit (successor_id) where successor_id is not null;
grant update (successor_id, ended_document) on unit to tier_runtime;

-- As in 0029; an end comes with its step, which is no correction.
create or replace function unit_kept() returns trigger language plpgsql as $$
declare
  known constant integer := jsonb_array_length(old.corrections);
  kept record;
begin
  if new.corrections is distinct from old.corrections and (jsonb_array_length(new.corrections) <= known
       or (select coalesce(jsonb_agg(e order by i), '[]') from jsonb_array_elements(new.corrections) with ordinality x (e, i)
           where i <= known) <> old.corrections) then
    raise exception 'unit %: corrections are only added to', new.id using errcode = 'integrity_constraint_violation';
  end if;
  if caller_person() is null then return new; end if;
  for kept in select * from (values
      ('name', old.name, new.name), ('kind', old.kind, new.kind),
      ('superiorBody', old.superior_body, new.superior_body), ('superiorUnitId', old.superior_unit_id, new.superior_unit_id),
      ('cadreLevel', old.cadre_level, new.cadre_level),
      ('validFrom', old.valid_from::text, new.valid_from::text), ('validTo', old.valid_to::text, new.valid_to::text))
      as v (field, before, after)
    where before is distinct from after
  loop
    continue when kept.field = 'validTo' and (old.status, new.status) = ('REGISTERED', 'ENDED');
    if not exists (select from jsonb_array_elements(new.corrections) with ordinality x (e, i)
                   where i > known and e ->> 'field' = kept.field and e ->> 'from' is not distinct from kept.before
                     and e ->> 'to' is not distinct from kept.after and e ->> 'by' <> '' and btrim(e ->> 'reason') <> '') then
      raise exception 'unit %: an entry of the register stays as it was entered, but for a correction', new.id
        using errcode = 'integrity_constraint_violation';
    end if;
  end loop;
  return new;
end $$;

-- 全覆盖 A unit that goes on from others was inspected in a term when somebody entered it, or when each of those had been: to merge
-- what nobody inspected into what was inspected covers nothing.
create function entered_terms(unit text, keeper text, scope text) returns text[] language sql stable parallel safe
  return array(select distinct t.id from inspection_cell i join term t on t.office = keeper
      and i.entered_on >= t.starts_on and (t.ends_on is null or i.entered_on < t.ends_on)
    where i.unit_id = unit and i.status <> 'RELEASED'
      and (i.office = scope or i.filed and i.office > scope and i.office < scope || ':') order by 1);
create function covered_terms(unit text, keeper text, scope text) returns text[] language plpgsql stable as $$
declare
  before text;
  inherited text[];
begin
  for before in select u.id from unit u where u.successor_id = unit loop
    inherited := case when inherited is null then covered_terms(before, keeper, scope)
      else array(select unnest(inherited) intersect select unnest(covered_terms(before, keeper, scope))) end;
  end loop;
  return array(select distinct e from unnest(entered_terms(unit, keeper, scope) || coalesce(inherited, '{}')) e order by 1);
end $$;

create or replace view cover_fact with (security_invoker = true) as
  select u.id as unit_id, s.scope, 'REGISTER' as kind, u.region, u.valid_from, coalesce(u.valid_to, 'infinity') as valid_to,
    case when exists (select from unit p where p.successor_id = u.id)
         then array_to_string(covered_terms(u.id, u.office, s.scope), ' ')
         else array_to_string(array(select distinct t.id from inspection_cell i join term t on t.office = u.office
                and i.entered_on >= t.starts_on and (t.ends_on is null or i.entered_on < t.ends_on)
              where i.unit_id = u.id and i.status <> 'RELEASED'
                and (i.office = s.scope or i.filed and i.office > s.scope and i.office < s.scope || ':') order by 1), ' ')
    end as terms
  from unit u cross join lateral unnest(superiors_of(u.office) || u.office) as s (scope)
union all
  select i.unit_id, s.scope, 'UPGRADED', max(i.region), '-infinity', 'infinity', string_agg(distinct t.id, ' ' order by t.id)
  from inspection_cell i
  join term t on t.office = i.office and i.entered_on >= t.starts_on and (t.ends_on is null or i.entered_on < t.ends_on)
  cross join lateral unnest(case when i.filed then superiors_of(i.office) end || i.office) as s (scope)
  where i.unit_office <> i.office and i.status <> 'RELEASED' and i.region >= s.scope and i.region < s.scope || ':'
  group by i.unit_id, s.scope;

-- What changes of a unit changes what those count as that go on from it.
create function going_on_from(units text[]) returns table (unit_id text, region text) language sql stable as $$
  with recursive line as (
    select u.successor_id as id from unit u where u.id = any (units) and u.successor_id is not null
    union
    select u.successor_id from line l join unit u on u.id = l.id where u.successor_id is not null)
  select u.id, u.region from line l join unit u on u.id = l.id
$$;
create or replace function cover_delta_follow_insert() returns trigger language plpgsql as $$
begin
  insert into figure_cover_delta
  select distinct unit_id, region from added where entered_on is not null
  union select * from going_on_from(array(select unit_id from added where entered_on is not null));
  return null;
end $$;
create or replace function cover_delta_follow_update() returns trigger language plpgsql as $$
begin
  with otherwise as (
    select distinct a.unit_id, a.region from added a join taken t on t.target_id = a.target_id
    where (a.entered_on, a.filed, a.status = 'RELEASED') is distinct from (t.entered_on, t.filed, t.status = 'RELEASED')
      and (a.entered_on is not null or t.entered_on is not null))
  insert into figure_cover_delta
  select * from otherwise union select * from going_on_from(array(select unit_id from otherwise));
  return null;
end $$;
create or replace function cover_delta_follow_delete() returns trigger language plpgsql as $$
begin
  insert into figure_cover_delta
  select distinct unit_id, region from taken where entered_on is not null
  union select * from going_on_from(array(select unit_id from taken where entered_on is not null));
  return null;
end $$;
create or replace function cover_delta_follow_unit() returns trigger language plpgsql as $$
begin
  insert into figure_cover_delta
  select distinct id, region from changed union select * from going_on_from(array(select id from changed));
  return null;
end $$;

-- An authorisation stays as it was given, whoever writes: what was corrected of it is its round's, and is read there.
create or replace function round_header_follows() returns trigger language plpgsql as $$
begin
  update inspection i set round_title = new.title where i.round_id = new.id and i.round_title <> new.title;
  return null;
end $$;
drop trigger kept on authorisation;
drop function authorisation_kept();
revoke update (document_number, authorised_on) on authorisation from tier_runtime;
