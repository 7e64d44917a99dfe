-- 回避 A recusal wins over every grant, the audit role's too: whoever must stay out of something does not read what was sealed or
-- recalled of it.
alter policy audits on received_publication
  using (office = (select audit_office()) and not recused(source, region, unit_id, round_id, '') and (status = 'RECALLED' or exists
    (select from received_finding f where f.office = received_publication.office and f.publication_id = received_publication.id
       and f.sealed_at is not null)));
alter policy audits on received_finding
  using ((withheld or sealed_at is not null) and office = (select audit_office())
         and not recused(source, region, unit_id, round_id, finding_id) and not recused_from(further_unit_ids));

-- What a sealed copy is about, so that the same holds for its words, and of what it is a copy.
alter table sealed_copy add column kind text not null default 'SUBMISSION'
    constraint sealed_copy_kind check (kind in ('SUBMISSION', 'RELEASE')),
  add column source text, add column region text, add column unit_id text, add column round_id text,
  add column further_unit_ids text[];
alter table sealed_copy alter column kind drop default;
update sealed_copy s set source = f.source, region = f.region, unit_id = f.unit_id, round_id = f.round_id,
    further_unit_ids = f.further_unit_ids
  from received_finding f where (f.office, f.publication_id, f.finding_id) = (s.office, s.publication_id, s.finding_id);
update sealed_copy s set source = f.office, region = f.region, unit_id = f.unit_id, round_id = f.round_id,
    further_unit_ids = f.recusal_unit_ids
  from published_finding f where (f.office, f.publication_id, f.finding_id) = (s.office, s.publication_id, s.finding_id);
update sealed_copy s set kind = 'RELEASE', source = f.office, region = f.region, unit_id = f.unit_id, round_id = f.round_id,
    further_unit_ids = f.further_unit_ids
  from released_finding f where (f.office, f.release_id, f.finding_id) = (s.office, s.publication_id, s.finding_id);
update sealed_copy s set kind = 'RELEASE', source = f.source, region = f.region, unit_id = f.unit_id, round_id = f.round_id,
    further_unit_ids = f.further_unit_ids
  from received_release_finding f where (f.office, f.release_id, f.finding_id) = (s.office, s.publication_id, s.finding_id);
alter table sealed_copy alter column source set not null, alter column region set not null, alter column unit_id set not null,
  alter column round_id set not null, alter column further_unit_ids set not null;
create index sealed_copy_of_finding on sealed_copy (finding_id);
alter policy audits on sealed_copy
  using (office = (select audit_office()) and not recused(source, region, unit_id, round_id, finding_id)
         and not recused_from(further_unit_ids));

create or replace function copy_sealed() returns trigger language plpgsql as $$
declare
  said constant jsonb := to_jsonb(old);
begin
  if old.sealed_at is not null then
    raise exception '%: what is sealed stays sealed', tg_table_name using errcode = 'insufficient_privilege';
  end if;
  insert into sealed_copy (office, publication_id, finding_id, title, description, unit_reply, sealed_at, kind, source, region,
    unit_id, round_id, further_unit_ids)
  values (old.office, old.publication_id, old.finding_id, old.title, old.description, old.unit_reply, new.sealed_at, 'SUBMISSION',
    coalesce(said ->> 'source', old.office), old.region, old.unit_id, old.round_id,
    array(select jsonb_array_elements_text(coalesce(said -> 'recusal_unit_ids', said -> 'further_unit_ids'))));
  new.title := '';
  new.description := '';
  new.unit_reply := null;
  return new;
end $$;
create or replace function release_sealed() returns trigger language plpgsql as $$
begin
  if old.sealed_at is not null then
    raise exception '%: what is sealed stays sealed', tg_table_name using errcode = 'insufficient_privilege';
  end if;
  insert into sealed_copy (office, publication_id, finding_id, title, description, sealed_at, kind, source, region, unit_id,
    round_id, further_unit_ids)
  values (old.office, old.release_id, old.finding_id, coalesce(old.title, ''), coalesce(old.description, ''), new.sealed_at,
    'RELEASE', coalesce(to_jsonb(old) ->> 'source', old.office), old.region, old.unit_id, old.round_id, old.further_unit_ids);
  new.title := case when old.title is not null then '' end;
  new.description := case when old.description is not null then '' end;
  return new;
end $$;

-- 线索 Whom a clue concerns learns nothing of who holds it, as its custodian neither.
alter policy reads on clue_key
  using (holder = any ((select caller_custodies())::text[])
         and not exists (select 1 from clue_subject s where s.clue_id = clue_key.clue_id offset 0));
