-- Files by ticket, attachments 附件 of findings, and entry on behalf 代录 (docs/adr/0009).

-- The right of one person to move one file over HTTP. The signed ticket names this row; only the person's own session reads
-- it. `used_at` is set in the transaction of what the file did: a process that dies before leaves the ticket as it was.
create table file_ticket (
  id text primary key,
  office text not null,
  person text not null,
  purpose text not null constraint file_ticket_purpose check (purpose in
    ('ATTACHMENT_UPLOAD', 'ATTACHMENT_DOWNLOAD', 'LEDGER_UPLOAD', 'LEDGER_TEMPLATE', 'LEDGER_EXPORT')),
  -- the finding, the attachment or the round that it is about
  subject text,
  -- what else was asked for, as JSON: read and written whole
  details text not null,
  max_bytes integer not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  -- how many rows a file brought
  recorded integer
);

create table attachment (
  id text primary key,
  office text not null references office (code),
  round_id text not null,
  target_id text not null,
  unit_id text not null,
  region text not null,
  finding_id text not null,
  name text not null,
  type text not null constraint attachment_type check (type in ('pdf', 'png', 'jpeg', 'docx', 'xlsx', 'mp3', 'm4a', 'mp4')),
  size integer not null constraint attachment_size check (size > 0),
  -- of the content, hex: the name under which it is kept
  sha256 text not null,
  version integer not null,
  added_at timestamptz not null,
  added_by text not null,
  removed_at timestamptz,
  removed_by text,
  removal_reason text,
  constraint attachment_of_office unique (office, id),
  constraint attachment_removal check (num_nonnulls(removed_at, removed_by, removal_reason) in (0, 3)),
  foreign key (office, finding_id) references finding (office, id)
);
create index attachment_of_finding on attachment (finding_id, added_at, id);

alter table file_ticket enable row level security;
alter table file_ticket force row level security;
alter table attachment enable row level security;
alter table attachment force row level security;
create policy owner_all on file_ticket to current_user using (true) with check (true);
create policy owner_all on attachment to current_user using (true) with check (true);

create policy own on file_ticket for select to tier_runtime using (person = caller_person());
create policy own_insert on file_ticket for insert to tier_runtime with check (person = caller_person());
create policy own_use on file_ticket for update to tier_runtime using (person = caller_person());

-- Whoever reads the finding in the book, and nobody else: it never goes upward, and no disclosure names it.
create policy reads on attachment for select to tier_runtime
  using ((office in (select m.owner from my_book m)
          or target_id in (select m.target_id from my_team m))
         and not recused(office, region, unit_id, round_id, finding_id)
         and exists (select 1 from finding f where f.id = attachment.finding_id offset 0));
create policy attaches on attachment for insert to tier_runtime
  with check ((office = (select reading_office()) or target_id in (select m.target_id from my_team m))
         and not recused(office, region, unit_id, round_id, finding_id)
         and exists (select 1 from finding f where f.id = attachment.finding_id offset 0));
create policy removes on attachment for update to tier_runtime
  using ((office = (select reading_office()) or target_id in (select m.target_id from my_team m))
         and not recused(office, region, unit_id, round_id, finding_id)
         and exists (select 1 from finding f where f.id = attachment.finding_id offset 0));

grant select, insert on file_ticket, attachment to tier_runtime;
grant update (used_at, recorded) on file_ticket to tier_runtime;
grant update (version, removed_at, removed_by, removal_reason) on attachment to tier_runtime;

-- 代录: the direct superior enters for an office that is ON_PAPER, and every row says so. The row is that office's own.
alter table finding add column entered_by_office text;
-- beside the status, so that whoever reads the published copy reads the mark too
alter table finding_cell add column entered_by_office text;
create or replace function finding_cell_follow_insert() returns trigger language plpgsql as $$
begin
  insert into finding_cell (finding_id, office, round_id, target_id, unit_id, region, status, status_at, published, synthetic,
    entered_by_office)
  select id, office, round_id, target_id, unit_id, region, status, status_at, false, synthetic, entered_by_office from changed;
  return null;
end $$;

-- The office that the caller enters for in this transaction; set by the change that enters, and by no query.
create function entering_office() returns text language sql stable parallel safe
  return nullif(current_setting('app.entering_for', true), '');
-- the offices that the caller's office may enter for: as long as they are ON_PAPER
create view on_paper_below with (security_invoker = true) as
  select o.code from office o
  where o.enrolment = 'ON_PAPER'
    and (superiors_of(o.code))[cardinality(superiors_of(o.code))] = (select reading_office());
create view entering with (security_invoker = true) as
  select p.code from on_paper_below p where p.code = (select entering_office());

create policy enters on finding for insert to tier_runtime
  with check (office in (select e.code from entering e) and entered_by_office = (select reading_office())
         and not recused(office, region, unit_id, round_id, id) and not recused_from(further_unit_ids));
-- nobody marks a row as entered by another office, or enters for another without the mark
create policy mark_is_true on finding as restrictive for insert to tier_runtime
  with check (entered_by_office is null and not exists (select 1 from entering e where e.code = office)
         or entered_by_office = (select reading_office()) and office in (select e.code from entering e));
-- what the own office has entered it can read, to see that it is right; it moves nothing
create policy entered_reading on finding for select to tier_runtime
  using (entered_by_office = (select reading_office()) and office in (select p.code from on_paper_below p)
         and not recused(office, region, unit_id, round_id, id) and not recused_from(further_unit_ids));
create policy enters on finding_cell for insert to tier_runtime
  with check (office in (select e.code from entering e));
create policy enters_reading on finding_cell for select to tier_runtime
  using (office in (select e.code from entering e));
-- the target is held while it is entered for, and never changed
create policy enters_holding on round_target for update to tier_runtime
  using (office in (select e.code from entering e) and not recused(office, region, unit_id, round_id, ''))
  with check (false);

grant select on on_paper_below, entering to tier_runtime;
