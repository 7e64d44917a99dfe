-- Who may see what, written once. The policies below and "who can see this" both read `reading_rule`.
-- One row says: by this rule, this reader (an office, or a person) reads this part of this owner's book, since then.
create view reading_rule with (security_invoker = true) as
  -- an office reads its whole book
  select 'OWN_OFFICE' as rule, o.code as owner, null as round_id, null as target_id, null as publication_id,
         o.code as reader_office, null as reader_person, null::timestamptz as since
  from office o
union all
  -- a team reads the targets of its appointments, until they end
  select 'TEAM', a.office, a.round_id, a.target_id, null, null, a.person, a.valid_from::timestamptz
  from appointment a
  where a.valid_from <= office_today() and (a.valid_to is null or a.valid_to >= office_today())
union all
  -- the offices above read the header of what was filed
  select 'FILED', f.office, f.round_id, null, null, s.code, null, f.filed_at
  from filing f, unnest(superiors_of(f.office)) as s (code)
union all
  -- and what was submitted, until it is recalled
  select 'SUBMITTED', p.office, p.round_id, p.target_id, p.id, s.code, null, p.submitted_at
  from publication p, unnest(superiors_of(p.office)) as s (code)
  where p.status <> 'RECALLED';

alter table round enable row level security;
alter table round force row level security;
alter table filing enable row level security;
alter table filing force row level security;
alter table round_target enable row level security;
alter table round_target force row level security;
alter table appointment enable row level security;
alter table appointment force row level security;
alter table finding enable row level security;
alter table finding force row level security;
alter table publication enable row level security;
alter table publication force row level security;
alter table published_finding enable row level security;
alter table published_finding force row level security;
alter table finding_cell enable row level security;
alter table finding_cell force row level security;
alter table journal enable row level security;
alter table journal force row level security;
alter table idempotency enable row level security;
alter table idempotency force row level security;

create policy owner_all on round to current_user using (true) with check (true);
create policy owner_all on filing to current_user using (true) with check (true);
create policy owner_all on round_target to current_user using (true) with check (true);
create policy owner_all on appointment to current_user using (true) with check (true);
create policy owner_all on finding to current_user using (true) with check (true);
create policy owner_all on publication to current_user using (true) with check (true);
create policy owner_all on published_finding to current_user using (true) with check (true);
create policy owner_all on finding_cell to current_user using (true) with check (true);
create policy owner_all on journal to current_user using (true) with check (true);
create policy owner_all on idempotency to current_user using (true) with check (true);

-- The rules by which the caller reads anything at all.
create view my_reading with (security_invoker = true) as
  select r.rule, r.owner, r.round_id, r.target_id, r.publication_id from reading_rule r
  where r.reader_office = reading_office() or r.reader_person = caller_person();

-- The tables that the rule view reads: each by its own columns alone, or the policies would call themselves.
create policy reads on appointment for select to tier_runtime
  using (person = caller_person() or office = reading_office());
create policy reads on filing for select to tier_runtime
  using (office = reading_office() or reading_office() = any (superiors_of(office)));
create policy reads on publication for select to tier_runtime
  using ((office = reading_office() or reading_office() = any (superiors_of(office)))
         and not recused(region, unit_id, round_id, ''));

-- The book: deny (recusal) wins over every grant.
create policy reads on round for select to tier_runtime
  using (exists (select 1 from my_reading m where m.owner = round.office
           and (m.rule = 'OWN_OFFICE' or m.rule in ('TEAM', 'FILED') and m.round_id = round.id))
         and not recused(office, '', id, ''));
create policy reads on round_target for select to tier_runtime
  using (exists (select 1 from my_reading m where m.owner = round_target.office
           and (m.rule = 'OWN_OFFICE' or m.rule = 'TEAM' and m.target_id = round_target.id
                or m.rule = 'FILED' and m.round_id = round_target.round_id))
         and not recused(region, unit_id, round_id, ''));
create policy reads on finding for select to tier_runtime
  using (exists (select 1 from my_reading m where m.owner = finding.office
           and (m.rule = 'OWN_OFFICE' or m.rule = 'TEAM' and m.target_id = finding.target_id))
         and not recused(region, unit_id, round_id, id));

-- The projection that goes upward.
create policy reads on published_finding for select to tier_runtime
  using (exists (select 1 from my_reading m where m.owner = published_finding.office
           and (m.rule = 'OWN_OFFICE' or m.rule = 'SUBMITTED' and m.publication_id = published_finding.publication_id))
         and not recused(region, unit_id, round_id, finding_id));

-- Cells count: the own office all of its own, the offices above what was published. Recusal does not touch them, so that
-- no difference between two readers' totals betrays what one of them may not see.
create policy reads on finding_cell for select to tier_runtime
  using (office = figures_office() or published and figures_office() = any (superiors_of(office))
         or target_id in (select m.target_id from my_reading m where m.rule = 'TEAM'));

-- Writing: the own office, and a team in its targets. What a role may do is decided by the tables in domain/.
create policy opens on round for insert to tier_runtime with check (office = caller_office());
create policy moves on round for update to tier_runtime
  using (office = caller_office() or id in (select m.round_id from my_reading m where m.rule = 'TEAM'));
create policy files on filing for insert to tier_runtime with check (office = caller_office());
create policy adds on round_target for insert to tier_runtime with check (office = caller_office());
create policy moves on round_target for update to tier_runtime
  using (office = caller_office() or id in (select m.target_id from my_reading m where m.rule = 'TEAM'));
create policy appoints on appointment for insert to tier_runtime with check (office = caller_office());
create policy ends on appointment for update to tier_runtime using (office = caller_office());
create policy records on finding for insert to tier_runtime
  with check (office = caller_office() or target_id in (select m.target_id from my_reading m where m.rule = 'TEAM'));
create policy moves on finding for update to tier_runtime
  using (office = caller_office() or target_id in (select m.target_id from my_reading m where m.rule = 'TEAM'));
create policy follows_insert on finding_cell for insert to tier_runtime
  with check (office = caller_office() or target_id in (select m.target_id from my_reading m where m.rule = 'TEAM'));
create policy follows_update on finding_cell for update to tier_runtime
  using (office = caller_office() or target_id in (select m.target_id from my_reading m where m.rule = 'TEAM'));
create policy submits on publication for insert to tier_runtime with check (office = caller_office());
create policy supersedes on publication for update to tier_runtime using (office = caller_office());
create policy submits on published_finding for insert to tier_runtime with check (office = caller_office());
create policy supersedes on published_finding for update to tier_runtime using (office = caller_office());

-- The journal: a person appends in the own name; the own office reads; the worker numbers.
create policy appends on journal for insert to tier_runtime with check (actor = caller_person());
create policy reads on journal for select to tier_runtime using (office = reading_office());
create policy sequences on journal for select to tier_worker using (true);
create policy numbers on journal for update to tier_worker using (number is null) with check (true);

create policy own on idempotency for select to tier_runtime using (person = caller_person());
create policy own_insert on idempotency for insert to tier_runtime with check (person = caller_person());

grant select on reading_rule, my_reading to tier_runtime;
grant select, insert on round, filing, round_target, appointment, finding, publication, published_finding, finding_cell,
  idempotency to tier_runtime;
-- number and hashes are the sequencer's
grant select, insert (office, event, object_kind, object_id, object_version, actor, at, body) on journal to tier_runtime;
grant update on round, round_target to tier_runtime;
grant update (valid_to) on appointment to tier_runtime;
grant update (title, description, focus, category, status, status_at, version, unit_reply, exchange_exception, proof, note)
  on finding to tier_runtime;
grant update (status, status_at, published) on finding_cell to tier_runtime;
grant update (status, revision, is_current, recalled_at, recall_reason) on publication to tier_runtime;
grant update (is_current) on published_finding to tier_runtime;
grant select on journal to tier_worker;
grant update (number, previous_hash, hash) on journal to tier_worker;
