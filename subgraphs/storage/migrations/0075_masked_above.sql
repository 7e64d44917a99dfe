-- 遮盖 A text that was submitted and is masked afterwards (docs/adr/0018): the versions that told it keep a tombstone of it, the
-- office's own copies as those of the offices above. What a copy said is sealed: the audit administrator of the office that holds
-- it reads it, and nobody else.

create table sealed_copy (
  -- who holds the copy: who submitted it, or an office above
  office text not null,
  publication_id text not null,
  finding_id text not null,
  title text not null,
  description text not null,
  unit_reply text,
  sealed_at timestamptz not null,
  primary key (office, publication_id, finding_id)
);
alter table sealed_copy enable row level security;
alter table sealed_copy force row level security;
create policy owner_all on sealed_copy to current_user using (true) with check (true);
create policy works on sealed_copy for insert to tier_worker with check (pg_trigger_depth() > 0);
create policy follows_seal on sealed_copy for insert to tier_runtime with check (pg_trigger_depth() > 0);
create policy audits on sealed_copy for select to tier_runtime using (office = (select audit_office()));
grant insert on sealed_copy to tier_worker;
grant select, insert on sealed_copy to tier_runtime;

-- A copy loses its words to the seal alone, and is sealed once, whoever writes.
create function copy_sealed() returns trigger language plpgsql as $$
begin
  if old.sealed_at is not null then
    raise exception '%: what is sealed stays sealed', tg_table_name using errcode = 'insufficient_privilege';
  end if;
  insert into sealed_copy values (old.office, old.publication_id, old.finding_id, old.title,
    old.description, old.unit_reply, new.sealed_at);
  new.title := '';
  new.description := '';
  new.unit_reply := null;
  return new;
end $$;

alter table published_finding add column sealed_at timestamptz;
alter table received_finding add column sealed_at timestamptz;
grant update (sealed_at) on published_finding to tier_runtime;
create trigger seals before update of sealed_at on published_finding for each row
  when (new.sealed_at is distinct from old.sealed_at) execute function copy_sealed();
drop trigger kept on received_finding;
create trigger kept before update on received_finding for each row execute function kept_but_for(
  '{live_status,live_at,is_current,withheld,sealed_at}');
-- behind `kept`, by its name: that one is asked what the writer changes
create trigger seals before update of sealed_at on received_finding for each row
  when (new.sealed_at is distinct from old.sealed_at) execute function copy_sealed();

-- Nobody finds it by what it said.
create function published_finding_words_sealed() returns trigger language plpgsql as $$
begin
  update published_finding_words w set words = '' where w.office = new.office and w.publication_id = new.publication_id
    and w.finding_id = new.finding_id;
  return null;
end $$;
create trigger words_sealed after update of sealed_at on published_finding for each row
  when (old.sealed_at is null and new.sealed_at is not null) execute function published_finding_words_sealed();
create policy follows_reading on published_finding_words for select to tier_runtime using (pg_trigger_depth() > 0);
create policy follows_seal on published_finding_words for update to tier_runtime using (pg_trigger_depth() > 0);
grant update (words) on published_finding_words to tier_runtime;

-- The audit role reads what is sealed of a version that stands, and of that version no more.
alter policy audits on received_finding using ((withheld or sealed_at is not null) and office = (select audit_office()));
alter policy audits on received_publication
  using (office = (select audit_office()) and (status = 'RECALLED' or exists
    (select from received_finding f where f.office = received_publication.office and f.publication_id = received_publication.id
       and f.sealed_at is not null)));

-- The own office reads who has been told of it.
alter policy receipts on outbox using (source = (select reading_office())
  and (exists (select 1 from publication p where p.id = outbox.subject offset 0)
       or kind = 'FindingTextSealed' and exists (select 1 from finding f where f.id = outbox.subject offset 0)));
