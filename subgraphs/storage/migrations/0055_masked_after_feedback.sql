-- 遮盖 A text that was fed back and is masked afterwards (docs/adr/0018): its grantees get the masked one as the next version and
-- keep a tombstone of those before. What these said is sealed: the audit administrator of the office reads it, and nobody else.

alter table disclosed_finding add column sealed_at timestamptz,
  add constraint disclosed_finding_sealed check (sealed_at is null or title = '' and description = '');
grant update (title, description, sealed_at) on disclosed_finding to tier_runtime;

create table sealed_text (
  disclosure_id text not null,
  finding_id text not null,
  text_version integer not null,
  office text not null,
  round_id text not null,
  unit_id text not null,
  region text not null,
  recusal_unit_ids text[] not null,
  title text not null,
  description text not null,
  sealed_at timestamptz not null,
  sealed_by text not null,
  primary key (office, disclosure_id, finding_id, text_version),
  foreign key (office, disclosure_id, finding_id, text_version)
    references disclosed_finding (office, disclosure_id, finding_id, text_version)
);
create index sealed_text_of_finding on sealed_text (finding_id, sealed_at desc);
alter table sealed_text enable row level security;
alter table sealed_text force row level security;
create policy owner_all on sealed_text to current_user using (true) with check (true);
create policy seals on sealed_text for insert to tier_runtime
  with check (office = (select reading_office()) and not recused(office, region, unit_id, round_id, finding_id)
              and not recused_from(recusal_unit_ids));
create policy audits on sealed_text for select to tier_runtime
  using (finding_id = (select auditing_object()) and office = (select caller_office())
         and not recused(office, region, unit_id, round_id, finding_id) and not recused_from(recusal_unit_ids));
-- the trigger below asks whether it is there
create policy follows_reading on sealed_text for select to tier_runtime using (pg_trigger_depth() > 0);
grant select, insert on sealed_text to tier_runtime;

-- What was disclosed loses its words to the seal alone, whoever writes.
create function disclosed_finding_kept() returns trigger language plpgsql as $$
begin
  if (new.title, new.description) is distinct from (old.title, old.description) and (new.sealed_at is null or not exists
       (select from sealed_text s where s.office = old.office and s.disclosure_id = old.disclosure_id
          and s.finding_id = old.finding_id and s.text_version = old.text_version
          and (s.title, s.description) = (old.title, old.description))) then
    raise exception 'disclosure %: what was disclosed stays as it was told, or is sealed', old.disclosure_id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger kept before update of title, description on disclosed_finding for each row
  execute function disclosed_finding_kept();

-- Nobody finds it by what it said.
create function disclosed_finding_words_sealed() returns trigger language plpgsql as $$
begin
  update disclosed_finding_words w set words = '' where w.office = new.office and w.disclosure_id = new.disclosure_id
    and w.finding_id = new.finding_id and w.text_version = new.text_version;
  return null;
end $$;
create trigger words_sealed after update of sealed_at on disclosed_finding for each row
  when (old.sealed_at is null and new.sealed_at is not null) execute function disclosed_finding_words_sealed();
create policy follows_reading on disclosed_finding_words for select to tier_runtime using (pg_trigger_depth() > 0);
create policy follows_seal on disclosed_finding_words for update to tier_runtime using (pg_trigger_depth() > 0);
grant update (words) on disclosed_finding_words to tier_runtime;
