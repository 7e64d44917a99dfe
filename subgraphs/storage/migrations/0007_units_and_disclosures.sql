-- 反馈 feedback as disclosures: nothing of an office's book goes downward or sideways but what was materialised here, with
-- exactly the fields that it names, for one grantee, for a purpose and until a day (docs/adr/0009).

-- An account of a unit: it belongs to the office that issues the register entry, and acts for the unit alone.
alter table account add column unit_id text references unit (id);
alter table unit add column superior_unit_id text references unit (id);

-- The unit that the caller answers for, null for everybody whose roles are not a unit's.
create function caller_unit() returns text language sql stable parallel safe
  return case when caller_roles() && array['UNIT_LIAISON', 'UNIT_HEAD', 'SUPERIOR_BODY']
              then nullif(current_setting('app.unit', true), '') end;
-- The target that a unit's person answers for in this transaction; set by the change that answers, and by no query.
create function answering_target() returns text language sql stable parallel safe
  return nullif(current_setting('app.answering', true), '');

create table disclosure (
  id text primary key,
  office text not null references office (code),
  purpose text not null constraint disclosure_purpose check (purpose in ('FEEDBACK', 'FEEDBACK_COPY')),
  round_id text not null,
  round_title text not null,
  target_id text not null,
  unit_id text not null,
  unit_name text not null,
  region text not null,
  -- one of the two: a unit of any tier's register, or an office of this tier
  grantee_unit text,
  grantee_office text references office (code),
  grantee_name text not null,
  status text not null constraint disclosure_status check (status in ('ISSUED', 'ACKNOWLEDGED', 'WITHDRAWN')),
  version integer not null,
  document_number text,
  issued_on date not null,
  issued_at timestamptz not null,
  issued_by text not null,
  -- the last day on which the grantee reads it
  expires_on date,
  acknowledged_at timestamptz,
  acknowledged_by text,
  note text,
  synthetic boolean not null,
  constraint disclosure_of_office unique (office, id),
  constraint disclosure_grantee check (num_nonnulls(grantee_unit, grantee_office) = 1),
  constraint disclosure_period check (expires_on is null or expires_on >= issued_on),
  foreign key (office, target_id) references round_target (office, id)
);
create index disclosure_of_target on disclosure (target_id, issued_at desc, id desc);
create index disclosure_by_issue on disclosure (office, issued_at desc, id desc);
create index disclosure_to_unit on disclosure (grantee_unit, issued_at desc, id desc);
create index disclosure_to_office on disclosure (grantee_office, issued_at desc, id desc);

-- What a disclosure says of a finding. A correction is the next version of the text, never another text in its place.
create table disclosed_finding (
  disclosure_id text not null,
  finding_id text not null,
  text_version integer not null,
  is_current boolean not null,
  office text not null,
  round_id text not null,
  target_id text not null,
  unit_id text not null,
  region text not null,
  ordinal integer not null,
  title text not null,
  description text not null,
  focus text not null,
  category text not null,
  -- the live part: kept by the trigger below
  status text not null,
  finding_version integer not null,
  reason text,
  opened_at timestamptz not null,
  primary key (office, disclosure_id, finding_id, text_version),
  foreign key (office, disclosure_id) references disclosure (office, id),
  foreign key (office, finding_id) references finding (office, id)
);
create unique index disclosed_finding_current on disclosed_finding (disclosure_id, finding_id) where is_current;
create index disclosed_finding_by_opening on disclosed_finding (disclosure_id, opened_at desc, finding_id desc) where is_current;
create index disclosed_finding_of_finding on disclosed_finding (finding_id);

-- The unit sees where its findings stand, and why a claim came back; what the office notes for itself it does not see.
create function disclosed_finding_follow() returns trigger language plpgsql as $$
begin
  update disclosed_finding d
  set status = n.status, finding_version = n.version,
      reason = case when d.status = 'CLAIMED_DONE' and n.status = 'RECTIFYING' then n.note
                    when n.status = d.status then d.reason end
  from changed n where d.finding_id = n.id and d.is_current;
  return null;
end $$;
create trigger disclosed_follow after update on finding referencing new table as changed
  for each statement execute function disclosed_finding_follow();

alter table disclosure enable row level security;
alter table disclosure force row level security;
alter table disclosed_finding enable row level security;
alter table disclosed_finding force row level security;
create policy owner_all on disclosure to current_user using (true) with check (true);
create policy owner_all on disclosed_finding to current_user using (true) with check (true);

-- A grantee reads what is disclosed to it until it ends; nobody derives a right of another's from it.
create view rule_disclosed with (security_invoker = true) as
  select d.office as owner, d.round_id, d.target_id, d.id as disclosure_id, d.purpose, d.grantee_unit, d.grantee_office,
         d.issued_at as since
  from disclosure d where d.status <> 'WITHDRAWN' and (d.expires_on is null or d.expires_on >= office_today());
create view disclosed_to_me with (security_invoker = true) as
  select r.disclosure_id from rule_disclosed r
  where r.grantee_unit = (select caller_unit()) or r.grantee_office = (select reading_office());
-- the feedback that the caller's unit answers for in this transaction
create view answering_for with (security_invoker = true) as
  select r.disclosure_id, r.target_id from rule_disclosed r
  where r.purpose = 'FEEDBACK' and r.grantee_unit = (select caller_unit()) and r.target_id = (select answering_target());
-- and the findings of it
create view answerable with (security_invoker = true) as
  select d.finding_id from disclosed_finding d
  where d.is_current and d.disclosure_id in (select a.disclosure_id from answering_for a);

create policy reads on disclosure for select to tier_runtime
  using ((office = (select reading_office())
          or (grantee_unit = (select caller_unit()) or grantee_office = (select reading_office()))
             and status <> 'WITHDRAWN' and (expires_on is null or expires_on >= office_today()))
         and not recused(office, region, unit_id, round_id, ''));
create policy issues on disclosure for insert to tier_runtime
  with check (office = (select reading_office()) and not recused(office, region, unit_id, round_id, ''));
create policy moves on disclosure for update to tier_runtime
  using ((office = (select reading_office())
          or (grantee_unit = (select caller_unit()) or grantee_office = (select reading_office()))
             and status <> 'WITHDRAWN' and (expires_on is null or expires_on >= office_today()))
         and not recused(office, region, unit_id, round_id, ''));

create policy reads on disclosed_finding for select to tier_runtime
  using ((office = (select reading_office())
          or exists (select 1 from disclosed_to_me m where m.disclosure_id = disclosed_finding.disclosure_id offset 0))
         and not recused(office, region, unit_id, round_id, finding_id));
create policy discloses on disclosed_finding for insert to tier_runtime
  with check (office = (select reading_office()) and not recused(office, region, unit_id, round_id, finding_id));
-- all that is disclosed of a finding follows its status, also the copies that a unit which answers does not read
create policy follows_reading on disclosed_finding for select to tier_runtime
  using (target_id in (select a.target_id from answering_for a));
create policy follows on disclosed_finding for update to tier_runtime
  using (office = (select reading_office()) or target_id in (select a.target_id from answering_for a));

-- A unit's person touches what was fed back of the one target that is answered for in this transaction, and only while that
-- feedback stands.
create policy answers_reading on finding for select to tier_runtime
  using (id in (select m.finding_id from answerable m) and not recused(office, region, unit_id, round_id, id));
create policy answers on finding for update to tier_runtime
  using (id in (select m.finding_id from answerable m) and not recused(office, region, unit_id, round_id, id));
create policy answers_reading on finding_cell for select to tier_runtime
  using (finding_id in (select m.finding_id from answerable m));
create policy answers on finding_cell for update to tier_runtime
  using (finding_id in (select m.finding_id from answerable m));

grant select on rule_disclosed, disclosed_to_me, answering_for, answerable to tier_runtime;
grant select, insert on disclosure, disclosed_finding to tier_runtime;
grant update (status, version, acknowledged_at, acknowledged_by, note) on disclosure to tier_runtime;
grant update (status, finding_version, reason, is_current) on disclosed_finding to tier_runtime;
