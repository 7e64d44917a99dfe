-- Who may see what, written once: four rules, each a view. The policies below and "who can see this" both read them.
-- One row says: by this rule, this reader (an office, or a person) reads this part of this owner's book, since then.

-- an office reads its whole book
create view rule_own_office with (security_invoker = true) as
  select o.code as owner, o.code as reader_office from office o;
-- a team reads the targets of its appointments, until they end
create view rule_team with (security_invoker = true) as
  select a.office as owner, a.round_id, a.target_id, a.role, a.person as reader_person, a.valid_from::timestamptz as since
  from appointment a
  where a.ended_at is null and a.valid_from <= office_today() and (a.valid_to is null or a.valid_to >= office_today());
-- the offices above read the header of what was filed
create view rule_filed with (security_invoker = true) as
  select f.office as owner, f.round_id, s.code as reader_office, f.filed_at as since
  from filing f, unnest(superiors_of(f.office)) as s (code);
-- and what was submitted, until it is recalled
create view rule_submitted with (security_invoker = true) as
  select p.office as owner, p.round_id, p.target_id, p.id as publication_id, s.code as reader_office, p.submitted_at as since
  from publication p, unnest(superiors_of(p.office)) as s (code)
  where p.status <> 'RECALLED';

create view reading_rule with (security_invoker = true) as
  select 'OWN_OFFICE' as rule, owner, null as round_id, null as target_id, null as publication_id,
         reader_office, null as reader_person, null::timestamptz as since from rule_own_office
union all
  select 'TEAM', owner, round_id, target_id, null, null, reader_person, since from rule_team
union all
  select 'FILED', owner, round_id, null, null, reader_office, null, since from rule_filed
union all
  select 'SUBMITTED', owner, round_id, target_id, publication_id, reader_office, null, since from rule_submitted;

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
alter table target_cell enable row level security;
alter table target_cell force row level security;
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
create policy owner_all on target_cell to current_user using (true) with check (true);
create policy owner_all on finding_cell to current_user using (true) with check (true);
create policy owner_all on journal to current_user using (true) with check (true);
create policy owner_all on idempotency to current_user using (true) with check (true);

-- Who is calling is asked once per statement, by `(select …)`, and never inside of a condition over rows: what PostgreSQL
-- cannot prove to be leakproof would keep every index out of use. `offset 0` keeps a condition on one row a look-up of that
-- row: without it, PostgreSQL may read all filings or publications first.

-- The caller's own share of the rules.
create view my_book with (security_invoker = true) as
  select r.owner from rule_own_office r where r.reader_office = (select reading_office());
create view my_team with (security_invoker = true) as
  select r.round_id, r.target_id, r.role from rule_team r where r.reader_person = (select team_person());
create view filed_to_me with (security_invoker = true) as
  select r.round_id from rule_filed r where r.reader_office = (select reading_office());
create view submitted_to_me with (security_invoker = true) as
  select r.publication_id from rule_submitted r where r.reader_office = (select reading_office());

-- The tables that the rules read: each by its own columns alone, or the policies would call themselves.
create policy reads on appointment for select to tier_runtime
  using (person = (select caller_person()) or office = (select reading_office()));
create policy reads on filing for select to tier_runtime
  using (office = (select reading_office()) or (select reading_office()) = any (superiors_of(office)));
create policy reads on publication for select to tier_runtime
  using ((office = (select reading_office()) or (select reading_office()) = any (superiors_of(office)))
         and not recused(office, region, unit_id, round_id, ''));

-- The book: deny (recusal) wins over every grant.
create policy reads on round for select to tier_runtime
  using ((office in (select m.owner from my_book m)
          or id in (select m.round_id from my_team m)
          or exists (select 1 from filed_to_me m where m.round_id = round.id offset 0))
         and not recused(office, '', '', id, ''));
create policy reads on round_target for select to tier_runtime
  using ((office in (select m.owner from my_book m)
          or id in (select m.target_id from my_team m)
          or exists (select 1 from filed_to_me m where m.round_id = round_target.round_id offset 0))
         and not recused(office, region, unit_id, round_id, ''));
create policy reads on finding for select to tier_runtime
  using ((office in (select m.owner from my_book m)
          or target_id in (select m.target_id from my_team m))
         and not recused(office, region, unit_id, round_id, id));

-- The projection that goes upward.
create policy reads on published_finding for select to tier_runtime
  using ((office in (select m.owner from my_book m)
          or exists (select 1 from submitted_to_me m where m.publication_id = published_finding.publication_id offset 0))
         and not recused(office, region, unit_id, round_id, finding_id));

-- Cells count: the own office all of its own, the offices above what was published. Recusal does not touch them, so that
-- no difference between two readers' totals betrays what one of them may not see.
create policy reads on finding_cell for select to tier_runtime
  using (office = (select figures_office()) or published and (select figures_office()) = any (superiors_of(office))
         or target_id in (select m.target_id from my_team m));

-- Writing: the own office, and a team in its targets, where nobody is recused. What a role may do is decided by the tables
-- in domain/. A statement without a condition is not bound by the policies for reading: so each of these says all of it.
create policy opens on round for insert to tier_runtime
  with check (office = (select reading_office()) and not recused(office, '', '', id, ''));
create policy moves on round for update to tier_runtime
  using ((office = (select reading_office()) or id in (select m.round_id from my_team m))
         and not recused(office, '', '', id, ''));
create policy files on filing for insert to tier_runtime with check (office = (select reading_office()));
create policy adds on round_target for insert to tier_runtime
  with check (office = (select reading_office()) and not recused(office, region, unit_id, round_id, ''));
create policy moves on round_target for update to tier_runtime
  using ((office = (select reading_office()) or id in (select m.target_id from my_team m))
         and not recused(office, region, unit_id, round_id, ''));
create policy appoints on appointment for insert to tier_runtime with check (office = (select reading_office()));
create policy ends on appointment for update to tier_runtime using (office = (select reading_office()));
create policy records on finding for insert to tier_runtime
  with check ((office = (select reading_office()) or target_id in (select m.target_id from my_team m))
         and not recused(office, region, unit_id, round_id, id));
create policy moves on finding for update to tier_runtime
  using ((office = (select reading_office()) or target_id in (select m.target_id from my_team m))
         and not recused(office, region, unit_id, round_id, id));
create policy reads on target_cell for select to tier_runtime
  using (office = (select reading_office()) or round_id in (select m.round_id from my_team m));
create policy follows_insert on target_cell for insert to tier_runtime
  with check (office = (select reading_office()));
create policy follows_update on target_cell for update to tier_runtime
  using (office = (select reading_office()) or target_id in (select m.target_id from my_team m));
create policy follows_insert on finding_cell for insert to tier_runtime
  with check (office = (select reading_office()) or target_id in (select m.target_id from my_team m));
create policy follows_update on finding_cell for update to tier_runtime
  using (office = (select reading_office()) or target_id in (select m.target_id from my_team m));
create policy submits on publication for insert to tier_runtime with check ((office = (select reading_office()))
         and not recused(office, region, unit_id, round_id, ''));
create policy supersedes on publication for update to tier_runtime using ((office = (select reading_office()))
         and not recused(office, region, unit_id, round_id, ''));
create policy submits on published_finding for insert to tier_runtime with check ((office = (select reading_office()))
         and not recused(office, region, unit_id, round_id, finding_id));

-- The journal: a person appends in the own name; the own office reads; the worker numbers.
create policy appends on journal for insert to tier_runtime with check (actor = caller_person());
create policy reads on journal for select to tier_runtime using (office = (select reading_office()));
create policy sequences on journal for select to tier_worker using (true);
create policy numbers on journal for update to tier_worker using (number is null) with check (true);

create policy own on idempotency for select to tier_runtime using (person = caller_person());
create policy own_insert on idempotency for insert to tier_runtime with check (person = caller_person());

grant select on rule_own_office, rule_team, rule_filed, rule_submitted, reading_rule, my_book, my_team, filed_to_me,
  submitted_to_me to tier_runtime;
grant select, insert on round, filing, round_target, appointment, finding, publication, published_finding, finding_cell, target_cell,
  idempotency to tier_runtime;
-- number and hashes are the sequencer's
grant select, insert (office, event, object_kind, object_id, object_version, actor, at, body) on journal to tier_runtime;
grant update on round, round_target to tier_runtime;
grant update (ended_at) on appointment to tier_runtime;
grant update (title, description, focus, category, status, status_at, version, unit_reply, exchange_exception, proof, note)
  on finding to tier_runtime;
grant update (status, status_at, published) on finding_cell to tier_runtime;
grant update (status) on target_cell to tier_runtime;
grant update (status, revision, is_current, recalled_at, recall_reason) on publication to tier_runtime;
grant select on journal to tier_worker;
grant update (number, previous_hash, hash) on journal to tier_worker;
