-- 更正轮次 The header of a round that was entered wrongly (docs/adr/0018): at once while it is prepared, by a second person once it is
-- filed. Each value that changes stays in a correction.

alter table round add column corrections jsonb not null default '[]',
  -- what is proposed, by whom and why
  add column proposal jsonb,
  add constraint round_proposal check (proposal is null or status in ('AUTHORISED', 'RUNNING', 'CLOSED'));
grant select (corrections) on round to tier_worker;

create function round_kept() returns trigger language plpgsql as $$
declare
  known constant integer := jsonb_array_length(old.corrections);
  kept record;
begin
  if new.corrections is distinct from old.corrections and (jsonb_array_length(new.corrections) <= known
       or (select coalesce(jsonb_agg(e order by i), '[]') from jsonb_array_elements(new.corrections) with ordinality x (e, i)
           where i <= known) <> old.corrections) then
    raise exception 'round %: corrections are only added to', new.id using errcode = 'integrity_constraint_violation';
  end if;
  for kept in select * from (values
      ('title', old.title, new.title), ('kind', old.kind, new.kind),
      ('startsOn', old.starts_on::text, new.starts_on::text), ('endsOn', old.ends_on::text, new.ends_on::text),
      ('documentNumber', old.document_number, new.document_number),
      ('authorisedOn', old.authorised_on::text, new.authorised_on::text)) as v (field, before, after)
    where before is distinct from after
  loop
    -- these two come with the authorisation
    continue when kept.before is null and kept.field in ('documentNumber', 'authorisedOn')
      and (old.status, new.status) = ('PREPARING', 'AUTHORISED');
    if not exists (select from jsonb_array_elements(new.corrections) with ordinality x (e, i)
                   where i > known and e ->> 'field' = kept.field and e ->> 'from' is not distinct from kept.before
                     and e ->> 'to' is not distinct from kept.after and e ->> 'by' <> '' and btrim(e ->> 'reason') <> '') then
      raise exception 'round %: its header stays as it was entered, but for a correction', new.id
        using errcode = 'integrity_constraint_violation';
    end if;
  end loop;
  return new;
end $$;
create trigger kept before update on round for each row execute function round_kept();

-- What says the same beside it follows: the authorisation, and what the office that keeps a unit reads of its inspections.
create function round_header_follows() returns trigger language plpgsql as $$
begin
  update authorisation a set document_number = new.document_number, authorised_on = new.authorised_on
  where a.round_id = new.id and (a.document_number, a.authorised_on) is distinct from (new.document_number, new.authorised_on);
  update inspection i set round_title = new.title where i.round_id = new.id and i.round_title <> new.title;
  return null;
end $$;
create trigger header_follows after update on round for each row
  when (old.corrections is distinct from new.corrections) execute function round_header_follows();
create function authorisation_kept() returns trigger language plpgsql as $$
begin
  if (new.document_number, new.authorised_on) is distinct from (old.document_number, old.authorised_on)
       and pg_trigger_depth() < 2 then
    raise exception 'authorisation %: it is corrected with its round', new.id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger kept before update on authorisation for each row execute function authorisation_kept();
grant update (document_number, authorised_on) on authorisation to tier_runtime;
grant update (round_title) on inspection to tier_runtime;
