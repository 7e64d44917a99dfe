-- What a finding may still become after the feedback: objected to, withdrawn, reopened.

alter table finding drop constraint finding_status;
alter table finding add constraint finding_status check (status in ('DRAFT', 'TEAM_AGREED', 'FACTS_EXCHANGED', 'REPORTED',
  'FED_BACK', 'RECTIFYING', 'CLAIMED_DONE', 'VERIFIED', 'CLOSED', 'LONG_TERM', 'OBJECTED', 'WITHDRAWN', 'REOPENED', 'DISMISSED'));
-- the status before the present one: an objection that ends leads back there
alter table finding add column previous_status text,
  add constraint finding_previous check (status <> 'OBJECTED' or previous_status is not null);
grant update (previous_status) on finding to tier_runtime;

-- Further responsible units, of any tier's register, by id. Who is recused from one of them has nothing to do with the
-- finding, and a confirmation that the text names nobody holds for the text that it was given for.
alter table finding
  add column further_unit_ids text[] not null default '{}',
  add column text_version integer not null default 1,
  add column confirmed_no_person boolean not null default false,
  add constraint finding_further_units check (cardinality(further_unit_ids) <= 20);
grant update (further_unit_ids, text_version, confirmed_no_person) on finding to tier_runtime;
-- What was submitted stays as it was; but whom the finding concerns by now counts for the recusals.
alter table published_finding
  add column further_unit_ids text[] not null default '{}',
  add column recusal_unit_ids text[] not null default '{}';
create index published_finding_of_finding on published_finding (finding_id);

create function recused_from(units text[]) returns boolean language sql stable parallel safe
  return units && recusals('unit');

alter policy reads on finding
  using ((office in (select m.owner from my_book m)
          or target_id in (select m.target_id from my_team m))
         and not recused(office, region, unit_id, round_id, id) and not recused_from(further_unit_ids));
alter policy records on finding
  with check ((office = (select reading_office()) or target_id in (select m.target_id from my_team m))
         and not recused(office, region, unit_id, round_id, id) and not recused_from(further_unit_ids));
alter policy moves on finding
  using ((office = (select reading_office()) or target_id in (select m.target_id from my_team m))
         and not recused(office, region, unit_id, round_id, id) and not recused_from(further_unit_ids));
alter policy reads on published_finding
  using ((office in (select m.owner from my_book m)
          or exists (select 1 from submitted_to_me m where m.publication_id = published_finding.publication_id offset 0))
         and not recused(office, region, unit_id, round_id, finding_id) and not recused_from(recusal_unit_ids));
alter policy submits on published_finding with check ((office = (select reading_office()))
         and not recused(office, region, unit_id, round_id, finding_id) and not recused_from(recusal_unit_ids));
-- a unit that a correction adds is added for the recusals to what was published before
create policy follows_correction on published_finding for update to tier_runtime
  using (office = (select reading_office()) or target_id in (select m.target_id from my_team m));
grant update (recusal_unit_ids) on published_finding to tier_runtime;

create or replace function finding_cell_follow_update() returns trigger language plpgsql as $$
begin
  update finding_cell c set status = n.status, status_at = n.status_at
  from changed n where c.finding_id = n.id and c.status <> n.status;
  if exists (select 1 from changed where further_unit_ids <> '{}') then
    update published_finding p set recusal_unit_ids = p.recusal_unit_ids || n.further_unit_ids
    from changed n where p.finding_id = n.id and not p.recusal_unit_ids @> n.further_unit_ids;
  end if;
  return null;
end $$;

-- Every version of a finding's text, with who wrote it and why. The finding carries the latest.
create table finding_text (
  finding_id text not null,
  office text not null,
  version integer not null constraint finding_text_version check (version > 0),
  title text not null,
  description text not null,
  focus text not null,
  category text not null,
  further_unit_ids text[] not null,
  written_by text not null,
  written_at timestamptz not null,
  reason text,
  primary key (office, finding_id, version),
  foreign key (office, finding_id) references finding (office, id)
);
create index finding_text_of_finding on finding_text (finding_id, version desc);
insert into finding_text
  select f.id, f.office, 1, f.title, f.description, f.focus, f.category, '{}',
    coalesce((select j.actor from journal j where j.object_id = f.id order by j.entry limit 1), 'unknown'), f.opened_at, null
  from finding f;

-- 申诉 An objection of the unit against a finding, and how it was decided. One at a time.
create table objection (
  id text primary key,
  office text not null,
  finding_id text not null,
  objected_by text not null,
  objected_on date not null,
  recorded_at timestamptz not null,
  text text not null,
  decision text constraint objection_decision check (decision in ('UPHELD', 'CORRECTED', 'WITHDRAWN')),
  decided_by text,
  decided_at timestamptz,
  reason text,
  document_number text,
  constraint objection_decided check ((decision is null) = (decided_at is null) and (decision is null) = (decided_by is null)),
  foreign key (office, finding_id) references finding (office, id)
);
create unique index objection_open on objection (finding_id) where decision is null;
create index objection_of_finding on objection (finding_id, recorded_at desc);

alter table finding_text enable row level security;
alter table finding_text force row level security;
alter table objection enable row level security;
alter table objection force row level security;
create policy owner_all on finding_text to current_user using (true) with check (true);
create policy owner_all on objection to current_user using (true) with check (true);
-- Who reads the book's finding reads what belongs to it; of its texts, none that names a unit from which one is recused.
create policy reads on finding_text for select to tier_runtime
  using (exists (select 1 from finding f where f.id = finding_text.finding_id offset 0) and not recused_from(further_unit_ids));
create policy writes on finding_text for insert to tier_runtime
  with check (exists (select 1 from finding f where f.id = finding_text.finding_id offset 0) and not recused_from(further_unit_ids));
create policy reads on objection for select to tier_runtime
  using (exists (select 1 from finding f where f.id = objection.finding_id offset 0));
create policy records on objection for insert to tier_runtime
  with check (exists (select 1 from finding f where f.id = objection.finding_id offset 0));
create policy decides on objection for update to tier_runtime
  using (exists (select 1 from finding f where f.id = objection.finding_id offset 0));
grant select, insert on finding_text, objection to tier_runtime;
grant update (decision, decided_by, decided_at, reason, document_number) on objection to tier_runtime;

-- What happened to a finding is read by who reads the finding in the book, a team too, and by nobody who is recused.
alter policy reads on journal
  using (object_kind <> 'Finding' and office = (select reading_office())
         or object_kind = 'Finding' and exists (select 1 from finding f where f.id = journal.object_id offset 0));

-- 监督重点、类别: versioned lists of terms, loaded from schema/taxonomies by the migration step. Dates are calendar dates,
-- valid_to exclusive; an empty one is open.
create table taxonomy (
  kind text not null constraint taxonomy_kind check (kind in ('FOCUS', 'CATEGORY')),
  version text not null,
  zh text not null,
  en text not null,
  valid_from date,
  valid_to date,
  place integer not null,
  primary key (kind, version),
  constraint taxonomy_period check (valid_to > valid_from)
);
create table taxonomy_term (
  kind text not null,
  version text not null,
  code text not null,
  zh text not null,
  en text not null,
  place integer not null,
  primary key (kind, version, code),
  foreign key (kind, version) references taxonomy (kind, version)
);
create table taxonomy_mapping (
  kind text not null,
  from_version text not null,
  from_code text not null,
  to_version text not null,
  to_code text not null,
  primary key (kind, from_version, from_code, to_version, to_code),
  foreign key (kind, from_version, from_code) references taxonomy_term (kind, version, code),
  foreign key (kind, to_version, to_code) references taxonomy_term (kind, version, code)
);
create index taxonomy_mapping_back on taxonomy_mapping (kind, to_version, to_code);
alter table taxonomy enable row level security;
alter table taxonomy force row level security;
alter table taxonomy_term enable row level security;
alter table taxonomy_term force row level security;
alter table taxonomy_mapping enable row level security;
alter table taxonomy_mapping force row level security;
create policy owner_all on taxonomy to current_user using (true) with check (true);
create policy owner_all on taxonomy_term to current_user using (true) with check (true);
create policy owner_all on taxonomy_mapping to current_user using (true) with check (true);
create policy signed_in on taxonomy for select to tier_runtime using (caller_person() is not null);
create policy signed_in on taxonomy_term for select to tier_runtime using (caller_person() is not null);
create policy signed_in on taxonomy_mapping for select to tier_runtime using (caller_person() is not null);
grant select on taxonomy, taxonomy_term, taxonomy_mapping to tier_runtime;
