-- 成果通报 Releases (docs/adr/0023): what goes downward or sideways to offices, of any tier. The owner keeps what it released, with
-- exactly the fields that were named; the grantee has a copy that its own inbox made, and reads by it alone.

-- A release stands until it is withdrawn, and through its last day: said once, for both sides, the policies and "who can see this".
create function release_stands(status text, expires_on date) returns boolean language sql stable parallel safe
  return status <> 'WITHDRAWN' and expires_on >= office_today();
-- Whether the caller is recused from anything that an object of several findings is about.
create function recused_from_any(regions text[], units text[], rounds text[], findings text[]) returns boolean
  language sql stable parallel safe
  return units && recusals('unit') or rounds && recusals('round') or findings && recusals('finding')
      or exists (select from unnest(regions) x, unnest(recusals('region')) r where starts_with(x, r));

create table release (
  id text primary key,
  office text not null references office (code),
  purpose text not null constraint release_purpose check (purpose in ('RESULTS', 'FEEDBACK_COPY', 'SUPERVISION')),
  -- the joint supervision that it is a link to
  supervision_id text,
  title text not null,
  fields text[] not null,
  document_number text,
  -- of what it is, for recusals and for who can see it: the office's own region is among the regions
  finding_ids text[] not null,
  target_ids text[] not null,
  round_ids text[] not null,
  unit_ids text[] not null,
  regions text[] not null,
  status text not null constraint release_status check (status in ('ISSUED', 'WITHDRAWN')),
  version integer not null,
  issued_on date not null,
  issued_at timestamptz not null,
  issued_by text not null,
  -- the last day on which the grantees read it
  expires_on date not null,
  withdrawn_at timestamptz,
  withdrawal_reason text,
  synthetic boolean not null,
  entered_by_office text,
  constraint release_of_office unique (office, id),
  constraint release_link check ((purpose = 'SUPERVISION') = (supervision_id is not null)),
  constraint release_period check (expires_on >= issued_on)
);
create index release_by_issue on release (office, issued_at desc, id desc);
create trigger mark_on_behalf before insert or update on release for each row execute function mark_on_behalf();

-- To whom, since when. Of a link it follows who is a member.
create table release_grantee (
  office text not null,
  release_id text not null,
  -- an office of any tier
  grantee_office text not null,
  since timestamptz not null,
  ended_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text,
  primary key (office, release_id, grantee_office),
  foreign key (office, release_id) references release (office, id)
);

-- The copies, as they were released: a field that is not named is null.
create table released_finding (
  office text not null,
  release_id text not null,
  finding_id text not null,
  round_id text not null,
  target_id text not null,
  unit_id text not null,
  region text not null,
  ordinal integer not null,
  unit_name text,
  title text,
  description text,
  focus text,
  category text,
  status text,
  further_unit_ids text[] not null,
  opened_at timestamptz not null,
  -- since when it is a tombstone without words, because it named somebody
  sealed_at timestamptz,
  primary key (office, release_id, finding_id),
  foreign key (office, release_id) references release (office, id),
  foreign key (office, finding_id) references finding (office, id)
);
create index released_finding_of_finding on released_finding (finding_id);
create index released_finding_of_target on released_finding (target_id);
create index released_finding_by_opening on released_finding (release_id, opened_at desc, finding_id desc);

-- What arrived, as the inbox made it: office `office` has it from office `source`.
create table received_release (
  office text not null,
  id text not null,
  source text not null,
  purpose text not null,
  supervision_id text,
  title text not null,
  fields text[] not null,
  document_number text,
  finding_ids text[] not null,
  round_ids text[] not null,
  unit_ids text[] not null,
  regions text[] not null,
  status text not null constraint received_release_status check (status in ('ISSUED', 'ACKNOWLEDGED', 'WITHDRAWN')),
  -- rises with every change of the status
  revision integer not null,
  issued_on date not null,
  issued_at timestamptz not null,
  expires_on date not null,
  received_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by text,
  withdrawn_at timestamptz,
  withdrawal_reason text,
  -- the source was set back and does not know it any more: it could not withdraw it either
  lost_at timestamptz,
  synthetic boolean not null,
  primary key (office, id)
);
create index received_release_by_receipt on received_release (office, received_at desc, id desc);
create table received_release_finding (
  office text not null,
  release_id text not null,
  finding_id text not null,
  source text not null,
  round_id text not null,
  target_id text not null,
  unit_id text not null,
  region text not null,
  ordinal integer not null,
  unit_name text,
  title text,
  description text,
  focus text,
  category text,
  -- by the last word of the source, where it is a field of the release
  status text,
  further_unit_ids text[] not null,
  opened_at timestamptz not null,
  -- it was withdrawn or dismissed: nothing of it is said any more
  ended_at timestamptz,
  sealed_at timestamptz,
  primary key (office, release_id, finding_id),
  foreign key (office, release_id) references received_release (office, id)
);
create index received_release_finding_by_opening on received_release_finding (office, release_id, opened_at desc, finding_id desc);
create index received_release_finding_of_finding on received_release_finding (finding_id);

-- Whom the dispatcher has told of which finding: how it stands is told on.
create table exchange_released (
  release_id text not null,
  destination text not null,
  finding_id text not null,
  office text not null,
  says_status boolean not null,
  primary key (office, release_id, destination, finding_id)
);
create index exchange_released_of_finding on exchange_released (finding_id);

-- What came stays as it came; the words go with a seal alone, and stay the audit role's (0075).
create function release_sealed() returns trigger language plpgsql as $$
begin
  if old.sealed_at is not null then
    raise exception '%: what is sealed stays sealed', tg_table_name using errcode = 'insufficient_privilege';
  end if;
  insert into sealed_copy (office, publication_id, finding_id, title, description, sealed_at)
  values (old.office, old.release_id, old.finding_id, coalesce(old.title, ''), coalesce(old.description, ''), new.sealed_at);
  new.title := case when old.title is not null then '' end;
  new.description := case when old.description is not null then '' end;
  return new;
end $$;
create trigger kept before update on released_finding for each row execute function kept_but_for('{sealed_at}');
create trigger seals before update of sealed_at on released_finding for each row
  when (new.sealed_at is distinct from old.sealed_at) execute function release_sealed();
create trigger kept before update on received_release for each row execute function kept_but_for(
  '{status,revision,acknowledged_at,acknowledged_by,withdrawn_at,withdrawal_reason,lost_at}');
create trigger kept before update on received_release_finding for each row execute function kept_but_for(
  '{status,ended_at,sealed_at}');
create trigger seals before update of sealed_at on received_release_finding for each row
  when (new.sealed_at is distinct from old.sealed_at) execute function release_sealed();

do $$
declare made text;
begin
  foreach made in array array['release', 'release_grantee', 'released_finding', 'received_release', 'received_release_finding',
    'exchange_released'] loop
    execute format('alter table %1$I enable row level security;
      alter table %1$I force row level security;
      create policy owner_all on %1$I to current_user using (true) with check (true);
      create policy works on %1$I to tier_worker using (true) with check (true)', made);
  end loop;
end $$;
grant select on release, released_finding to tier_worker;
grant select, insert, update (acknowledged_at, acknowledged_by, ended_at) on release_grantee to tier_worker;
grant select, insert, update on received_release, received_release_finding, exchange_released to tier_worker;
grant delete on exchange_released to tier_worker;
create policy nobody on exchange_released for select to tier_runtime
  using (caller_person() is null and caller_office() is not null);

-- By which rule a grantee reads: of the owner's book for whoever asks who can see something, of what arrived for the policies.
create view rule_released with (security_invoker = true) as
  select r.office as owner, r.id as release_id, t.target_id, g.grantee_office, g.since, r.expires_on as until, r.finding_ids
  from release r
  join release_grantee g on g.office = r.office and g.release_id = r.id and g.ended_at is null
  cross join unnest(r.target_ids) as t (target_id)
  where release_stands(r.status, r.expires_on);
create view rule_received_release with (security_invoker = true) as
  select r.office as reader_office, r.id as release_id
  from received_release r where r.lost_at is null and release_stands(r.status, r.expires_on);
grant select on rule_released, rule_received_release to tier_runtime;

create policy reads on release for select to tier_runtime
  using (office in (select m.owner from my_book m) and not recused_from_any(regions, unit_ids, round_ids, finding_ids));
create policy issues on release for insert to tier_runtime
  with check (office = (select reading_office()) and not recused_from_any(regions, unit_ids, round_ids, finding_ids));
create policy moves on release for update to tier_runtime
  using (office = (select reading_office()) and not recused_from_any(regions, unit_ids, round_ids, finding_ids));
create policy audits on release for select to tier_runtime
  using (office = (select audit_office()) and (select auditing_round()) = any (round_ids)
         and not recused_from_any(regions, unit_ids, round_ids, finding_ids));
create policy reads on release_grantee for select to tier_runtime
  using (exists (select 1 from release r where r.office = release_grantee.office and r.id = release_grantee.release_id offset 0));
create policy issues on release_grantee for insert to tier_runtime with check (office = (select reading_office()));
create policy moves on release_grantee for update to tier_runtime using (office = (select reading_office()));
create policy reads on released_finding for select to tier_runtime
  using (office in (select m.owner from my_book m) and not recused(office, region, unit_id, round_id, finding_id)
         and not recused_from(further_unit_ids));
create policy issues on released_finding for insert to tier_runtime
  with check (office = (select reading_office()) and not recused(office, region, unit_id, round_id, finding_id)
              and not recused_from(further_unit_ids));
create policy moves on released_finding for update to tier_runtime
  using (office = (select reading_office()) and not recused(office, region, unit_id, round_id, finding_id)
         and not recused_from(further_unit_ids));
-- the header stays as a tombstone, the content goes by itself
create policy reads on received_release for select to tier_runtime
  using (office = (select reading_office()) and not recused_from_any(source || regions, unit_ids, round_ids, finding_ids));
create policy acknowledges on received_release for update to tier_runtime
  using (office = (select reading_office()) and lost_at is null and release_stands(status, expires_on)
         and not recused_from_any(source || regions, unit_ids, round_ids, finding_ids))
  with check (status = 'ACKNOWLEDGED');
create policy reads on received_release_finding for select to tier_runtime
  using (office = (select reading_office()) and ended_at is null
         and not recused(source, region, unit_id, round_id, finding_id) and not recused_from(further_unit_ids)
         and exists (select 1 from rule_received_release r where r.reader_office = received_release_finding.office
                     and r.release_id = received_release_finding.release_id offset 0));
grant select, insert on release, release_grantee, released_finding to tier_runtime;
grant update (status, version, withdrawn_at, withdrawal_reason, entered_by_office) on release to tier_runtime;
grant update (ended_at) on release_grantee to tier_runtime;
grant update (sealed_at) on released_finding to tier_runtime;
grant select on received_release, received_release_finding to tier_runtime;
grant update (status, revision, acknowledged_at, acknowledged_by) on received_release to tier_runtime;

-- What happened to a release is read by who reads the release.
create policy of_release on journal as restrictive for select to tier_runtime
  using (case object_kind
    when 'Release' then exists (select 1 from release r where r.id = journal.object_id offset 0)
    when 'ReceivedRelease' then exists (select 1 from received_release r where r.id = journal.object_id offset 0)
    else true end);
-- The own office reads who has received it.
create policy receipts_of_release on outbox for select to tier_runtime
  using (source = (select reading_office()) and kind = 'ReleaseIssued'
         and exists (select 1 from release r where r.id = outbox.subject offset 0));

-- "Who can see this" (0020) knows releases, and until when a right is given.
create or replace view rule_disclosed with (security_invoker = true) as
  select d.office as owner, d.round_id, d.target_id, d.id as disclosure_id, d.purpose, d.grantee_unit, d.grantee_office,
         d.issued_at as since, d.finding_ids, d.expires_on as until
  from disclosure d where d.status <> 'WITHDRAWN' and (d.expires_on is null or d.expires_on >= office_today());
create or replace view reading_rule with (security_invoker = true) as
  select 'OWN_OFFICE' as rule, owner, null as round_id, null as target_id, null as publication_id, null as disclosure_id,
         reader_office, null as reader_person, null as reader_unit, null as reader_role, null::timestamptz as since,
         null::text[] as finding_ids, null::date as until
  from rule_own_office
union all
  select 'ENTERED_FOR', owner, null, null, null, null, reader_office, null, null, null, null, null, null from rule_entered_for
union all
  select 'TEAM', owner, round_id, target_id, null, null, null, reader_person, null, null, since, null, null from rule_team
union all
  select 'LOOK_BACK', owner, null, target_id, null, null, null, reader_person, null, null, since, null, null from rule_look_back
union all
  select 'FILED', owner, round_id, null, null, null, reader_office, null, null, null, since, null, null from rule_filed
union all
  select 'INSPECTED', owner, round_id, target_id, null, null, reader_office, null, null, null, since, null, null from rule_inspected
union all
  select 'SUBMITTED', r.owner, r.round_id, r.target_id, r.publication_id, null, r.reader_office, null, null, null, r.since,
         coalesce((select array_agg(e ->> 'findingId') from publication p, jsonb_array_elements(p.manifest) e
                   where p.id = r.publication_id), '{}'), null
  from rule_submitted r
union all
  select 'DISCLOSED', owner, round_id, target_id, null, disclosure_id, grantee_office, null, grantee_unit, null, since, finding_ids, until
  from rule_disclosed
union all
  -- the unit acts, through its own feedback, on what was fed back to it
  select 'ANSWERS', owner, round_id, target_id, null, disclosure_id, null, null, grantee_unit, null, since, finding_ids, until
  from rule_disclosed where purpose = 'FEEDBACK'
union all
  select 'SIGNS', owner, round_id, target_id, null, null, case when reader_unit is null then owner end, null, reader_unit,
         reader_role, null, null, null
  from rule_signs
union all
  select 'RELEASED', owner, null, target_id, null, release_id, grantee_office, null, null, null, since, finding_ids, until
  from rule_released;
