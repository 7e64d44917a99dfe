-- 问题线索 Clues, sealed from the first row (docs/adr/0022). No column holds a word of what a clue says: texts, notes and reasons are
-- sealed before they reach a statement, the keys lie outside of every database. `office` is the region of the sender, whose
-- clue it is; `owner`, `holder`, `sender`, `receiver` name a custody: `990101:DISCIPLINE`.

-- Where the caller holds clues; domain/clue/custody.ts says the same. Nobody holds a clue on behalf of an office on paper.
create function caller_custodies() returns text[] language sql stable parallel safe
  return case when nullif(current_setting('app.on_behalf', true), '') is null and caller_office() is not null then
    array_remove(array[
      case when caller_roles() && array['CUSTODIAN'] then caller_office() || ':INSPECTION' end,
      case when caller_roles() && array['DISCIPLINE'] then caller_office() || ':DISCIPLINE' end,
      case when caller_roles() && array['ORGANISATION'] then caller_office() || ':ORGANISATION' end,
      case when caller_roles() && array['RESIDENT_GROUP'] then caller_office() || ':RESIDENT_GROUP' end], null)
    else '{}'::text[] end;
-- The marks by which the caller would be known as somebody whom a clue concerns: set by the process that has the tier's
-- secret. Who does not say them reads no clue at all.
create function caller_marks() returns text[] language sql stable parallel safe
  return coalesce(nullif(current_setting('app.clue_marks', true), ''), '{}')::text[];

create table clue (
  id text primary key,
  office text not null,
  owner text not null,
  status text not null constraint clue_status check (status in ('REGISTERED', 'APPROVED_TO_TRANSFER', 'IN_TRANSIT', 'RECEIVED',
    'DISPOSAL_PROPOSED', 'IN_DISPOSAL', 'CONCLUDED', 'RETURNED', 'SEALED')),
  version integer not null,
  -- the text stays on paper or in another system: what is sealed is where it lies
  pointer_only boolean not null,
  has_reporter boolean not null,
  sealed_hash text not null,
  registered_by text not null,
  registered_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  receiver text,
  referred_at timestamptz,
  synthetic boolean not null,
  entered_by_office text,
  constraint clue_owner check (owner ~ ('^' || office || ':[A-Z_]+$')),
  constraint clue_of_owner unique (office, id, owner)
);
create index clue_by_registration on clue (owner, registered_at desc, id desc);

-- What is sealed under the clue's key: the text first, then what its holders wrote about it.
create table clue_part (
  id text primary key,
  office text not null,
  clue_id text not null,
  owner text not null,
  number integer not null,
  kind text not null constraint clue_part_kind check (kind in ('CONTENT', 'SEAL', 'RETURN', 'PROPOSE_DISPOSAL', 'DECIDE_DISPOSAL',
    'REJECT_DISPOSAL', 'CONCLUDE')),
  written_by text not null,
  at timestamptz not null,
  sealed bytea not null,
  constraint clue_part_number unique (office, clue_id, number),
  foreign key (office, clue_id, owner) references clue (office, id, owner)
);
-- The clue's key, wrapped for each that holds the clue. Who has given it back has none any more.
create table clue_key (
  id text primary key,
  office text not null,
  clue_id text not null,
  owner text not null,
  holder text not null,
  generation text not null,
  wrapped bytea not null,
  at timestamptz not null,
  ended_at timestamptz,
  foreign key (office, clue_id, owner) references clue (office, id, owner)
);
create index clue_key_of_clue on clue_key (clue_id);
create index clue_key_of_holder on clue_key (holder);
-- Who reported it, sealed apart under a key of its own, for the custody that registered it and for nobody else.
create table clue_reporter (
  clue_id text primary key,
  office text not null,
  owner text not null,
  generation text not null,
  wrapped bytea not null,
  sealed bytea not null,
  foreign key (office, clue_id, owner) references clue (office, id, owner)
);
-- Whom it concerns, as marks that nobody can tell without the tier's secret.
create table clue_subject (
  office text not null,
  clue_id text not null,
  owner text not null,
  mark text not null,
  primary key (office, clue_id, mark),
  foreign key (office, clue_id, owner) references clue (office, id, owner)
);
create index clue_subject_of_clue on clue_subject (clue_id);

-- 移交链 Each hand-over, signed by both sides.
create table clue_custody (
  id text primary key,
  office text not null,
  clue_id text not null,
  owner text not null,
  sequence integer not null,
  event text not null constraint clue_custody_event check (event in ('REGISTERED', 'REFERRED', 'RETURNED', 'CONCLUDED')),
  from_custody text not null,
  to_custody text not null,
  at timestamptz not null,
  statement text not null,
  hash text not null,
  from_key text not null,
  from_signature text not null,
  to_key text,
  to_signature text,
  countersigned_at timestamptz,
  constraint clue_custody_number unique (office, clue_id, sequence),
  constraint clue_custody_receipt check ((to_key is null) = (to_signature is null) and (to_key is null) = (countersigned_at is null)),
  foreign key (office, clue_id, owner) references clue (office, id, owner)
);
create function clue_custody_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.to_signature is null and new.to_signature is not null
     and (new.id, new.office, new.clue_id, new.owner, new.sequence, new.event, new.from_custody, new.to_custody, new.at,
          new.statement, new.hash, new.from_key, new.from_signature)
       = (old.id, old.office, old.clue_id, old.owner, old.sequence, old.event, old.from_custody, old.to_custody, old.at,
          old.statement, old.hash, old.from_key, old.from_signature)
  then return new;
  end if;
  raise exception 'a chain of custody is only added to' using errcode = 'insufficient_privilege';
end $$;
create trigger clue_custody_append_only before update or delete on clue_custody for each row execute function clue_custody_guard();
create trigger clue_custody_no_truncate before truncate on clue_custody for each statement execute function clue_custody_guard();

-- 接收回执 What the receiver does with what it was given.
create table clue_receipt (
  id text primary key,
  office text not null,
  clue_id text not null,
  sender text not null,
  receiver text not null,
  status text not null constraint clue_receipt_status check (status in ('IN_TRANSIT', 'RECEIVED', 'DISPOSAL_PROPOSED',
    'IN_DISPOSAL', 'CONCLUDED', 'RETURNED')),
  version integer not null,
  arrived_at timestamptz not null,
  received_at timestamptz,
  received_by text,
  disposal text constraint clue_receipt_disposal check (disposal in ('TALK_OR_WRITTEN_INQUIRY', 'PRELIMINARY_VERIFICATION',
    'HELD_FOR_REVIEW', 'CLOSED_WITHOUT_ACTION')),
  proposed_at timestamptz,
  proposed_by text,
  decided_at timestamptz,
  decided_by text,
  outcome text constraint clue_receipt_outcome check (outcome in ('CASE_FILED', 'MEASURES_TAKEN', 'NOT_SUBSTANTIATED', 'CLOSED')),
  concluded_at timestamptz,
  returned_at timestamptz,
  entered_by_office text,
  constraint clue_receipt_receiver check (receiver ~ ('^' || office || ':[A-Z_]+$'))
);
create index clue_receipt_of_clue on clue_receipt (clue_id);
create index clue_receipt_of_receiver on clue_receipt (receiver, arrived_at desc, clue_id desc);
create index clue_receipt_of_sender on clue_receipt (sender, arrived_at desc, clue_id desc);

-- Somebody whom a clue concerns tried to reach it. Who it was and when to the second is sealed too: beside the journal, a
-- plain row would say whom the clue concerns.
create table clue_alert (
  id text primary key,
  office text not null,
  clue_id text not null,
  owner text not null,
  on_day date not null,
  sealed bytea not null,
  foreign key (office, clue_id, owner) references clue (office, id, owner)
);
create index clue_alert_of_clue on clue_alert (clue_id);

-- 申报的线索数 The one count of clues that anybody but a custodian reads: of a round, declared by a custodian after the handover of
-- its teams, once, and no number where it is small. It is not counted from the clues.
create table clue_declaration (
  id text primary key,
  office text not null,
  round_id text not null,
  -- null: fewer than five
  declared integer constraint clue_declaration_count check (declared >= 5),
  -- of how many targets it speaks
  targets integer not null constraint clue_declaration_targets check (targets >= 3),
  declared_by text not null,
  declared_at timestamptz not null,
  synthetic boolean not null,
  constraint clue_declaration_once unique (office, round_id),
  foreign key (office, round_id) references round (office, id)
);

do $$
declare sealed_table text;
begin
  foreach sealed_table in array array['clue', 'clue_part', 'clue_key', 'clue_reporter', 'clue_subject', 'clue_custody',
    'clue_receipt', 'clue_alert', 'clue_declaration'] loop
    execute format('alter table %I enable row level security', sealed_table);
    execute format('alter table %I force row level security', sealed_table);
    execute format('create policy owner_all on %I to current_user using (true) with check (true)', sealed_table);
  end loop;
  foreach sealed_table in array array['clue', 'clue_receipt'] loop
    execute format('create trigger mark_on_behalf before insert or update on %I for each row
      execute function mark_on_behalf()', sealed_table);
  end loop;
end $$;

-- The tables that the others ask: each by its own columns alone.
create policy reads on clue_key for select to tier_runtime using (holder = any ((select caller_custodies())::text[]));
create policy wraps on clue_key for insert to tier_runtime with check (owner = any ((select caller_custodies())::text[]));
create policy wraps_again on clue_key for update to tier_runtime using (holder = any ((select caller_custodies())::text[]));
-- a mark is seen by whoever bears it, and means no
create policy bears on clue_subject for select to tier_runtime using (mark = any ((select caller_marks())::text[]));
create policy marks on clue_subject for insert to tier_runtime with check (owner = any ((select caller_custodies())::text[]));

-- Only who holds it, and never whom it concerns.
create policy reads on clue for select to tier_runtime
  using ((owner = any ((select caller_custodies())::text[])
          or exists (select 1 from clue_key k where k.clue_id = clue.id and k.ended_at is null offset 0))
         and not exists (select 1 from clue_subject s where s.clue_id = clue.id offset 0)
         and (select caller_marks()) <> '{}');
create policy registers on clue for insert to tier_runtime
  with check (owner = any ((select caller_custodies())::text[]) and registered_by = (select caller_person()));
create policy moves on clue for update to tier_runtime
  using ((owner = any ((select caller_custodies())::text[])
          or exists (select 1 from clue_key k where k.clue_id = clue.id and k.ended_at is null offset 0))
         and not exists (select 1 from clue_subject s where s.clue_id = clue.id offset 0)
         and (select caller_marks()) <> '{}');
create policy reads on clue_part for select to tier_runtime
  using (exists (select 1 from clue c where c.id = clue_part.clue_id offset 0));
create policy writes on clue_part for insert to tier_runtime
  with check (exists (select 1 from clue c where c.id = clue_part.clue_id offset 0) and written_by = (select caller_person()));
create policy reads on clue_reporter for select to tier_runtime
  using (owner = any ((select caller_custodies())::text[])
         and exists (select 1 from clue c where c.id = clue_reporter.clue_id offset 0));
create policy seals on clue_reporter for insert to tier_runtime with check (owner = any ((select caller_custodies())::text[]));
create policy reads on clue_custody for select to tier_runtime
  using (exists (select 1 from clue c where c.id = clue_custody.clue_id offset 0));
create policy hands_over on clue_custody for insert to tier_runtime
  with check (from_custody = any ((select caller_custodies())::text[]));
create policy countersigns on clue_custody for update to tier_runtime
  using (to_custody = any ((select caller_custodies())::text[]));
-- a receipt stays with both sides, also when the clue was given back: it says when, and no word of what
create policy reads on clue_receipt for select to tier_runtime
  using ((receiver = any ((select caller_custodies())::text[]) or sender = any ((select caller_custodies())::text[]))
         and not exists (select 1 from clue_subject s where s.clue_id = clue_receipt.clue_id offset 0)
         and (select caller_marks()) <> '{}');
create policy refers on clue_receipt for insert to tier_runtime
  with check (sender = any ((select caller_custodies())::text[]) and status = 'IN_TRANSIT');
create policy moves on clue_receipt for update to tier_runtime
  using (receiver = any ((select caller_custodies())::text[])
         and not exists (select 1 from clue_subject s where s.clue_id = clue_receipt.clue_id offset 0));
create policy reads on clue_alert for select to tier_runtime
  using (exists (select 1 from clue c where c.id = clue_alert.clue_id offset 0));
create policy raises on clue_alert for insert to tier_runtime
  with check (exists (select 1 from clue_subject s where s.clue_id = clue_alert.clue_id offset 0));
create policy reads on clue_declaration for select to tier_runtime
  using (office = (select figures_office())
         or office > (select figures_office()) and office < (select figures_office()) || ':'
         or office || ':INSPECTION' = any ((select caller_custodies())::text[]));
create policy declares on clue_declaration for insert to tier_runtime
  with check (office || ':INSPECTION' = any ((select caller_custodies())::text[]) and declared_by = (select caller_person()));
-- Of the round, whoever declares knows whether its teams have handed over and what was submitted: no unit's name, no text.
create policy declares_of on inspection_cell for select to tier_runtime
  using (office || ':INSPECTION' = any ((select caller_custodies())::text[]));

-- What happened to a clue, who read it and who tried to is read by who holds it. Nobody else's book shows it.
create policy of_clue on journal as restrictive for select to tier_runtime
  using (object_kind <> 'Clue' or exists (select 1 from clue c where c.id = journal.object_id offset 0));
create policy reads_of_clue on journal for select to tier_runtime
  using (object_kind = 'Clue' and exists (select 1 from clue c where c.id = journal.object_id offset 0));

grant select, insert on clue, clue_part, clue_key, clue_reporter, clue_subject, clue_custody, clue_receipt, clue_alert,
  clue_declaration to tier_runtime;
grant update (status, version, approved_by, approved_at, receiver, referred_at) on clue to tier_runtime;
grant update (generation, wrapped, at, ended_at) on clue_key to tier_runtime;
grant update (to_key, to_signature, countersigned_at) on clue_custody to tier_runtime;
grant update (status, version, received_at, received_by, disposal, proposed_at, proposed_by, decided_at, decided_by, outcome,
  concluded_at, returned_at) on clue_receipt to tier_runtime;

-- The clocks of a receiver, with the days of dated policies like all others. [K]
alter table deadline_policy drop constraint deadline_policy_clock;
alter table deadline_policy add constraint deadline_policy_clock check (clock in ('INSPECTION', 'HEARING', 'FEEDBACK', 'OBJECTION',
  'PLAN', 'CONCENTRATED_RECTIFICATION', 'RECTIFICATION_REPORT', 'RESUBMISSION', 'REVIEW_OF_CLAIM', 'CLUE_RECEIPT', 'CLUE_PROPOSAL',
  'CLUE_CONCLUSION'));
insert into deadline_policy (id, office, clock, days, unit, warning_days, valid_from, valid_to, source)
select 'default:' || clock, null, clock, days, unit, warning_days, '2000-01-01', null, '[K] 通行做法，可配置，并非法定。Configurable practice, not law.'
from (values
  ('CLUE_RECEIPT', 5, 'WORKING', 2),
  ('CLUE_PROPOSAL', 30, 'CALENDAR', 5),
  ('CLUE_CONCLUSION', 90, 'CALENDAR', 15)) as d (clock, days, unit, warning_days);

-- Which step of a receipt starts a clock and which ends it. What was given back runs no more.
create view clue_clock with (security_invoker = true) as
  select r.id as receipt_id, c.clock, c.started_on, c.met_on, p.days, p.unit, p.warning_days,
         due_on(c.started_on, p.days, p.unit) as due_on
  from clue_receipt r
  cross join lateral (values
    ('CLUE_RECEIPT', office_day(r.arrived_at), office_day(coalesce(r.received_at, r.returned_at))),
    ('CLUE_PROPOSAL', office_day(r.received_at), office_day(coalesce(r.proposed_at, r.returned_at))),
    ('CLUE_CONCLUSION', office_day(r.decided_at), office_day(r.concluded_at))) as c (clock, started_on, met_on)
  cross join lateral (
    select p.days, p.unit, p.warning_days from deadline_policy p
    where p.clock = c.clock and (p.office = r.office or p.office is null)
      and p.valid_from <= c.started_on and (p.valid_to is null or p.valid_to > c.started_on)
    order by p.office is null, p.valid_from desc limit 1) p
  where c.started_on is not null;
grant select on clue_clock to tier_runtime;
