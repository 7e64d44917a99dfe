-- 派单 Orders from an office to one below it (docs/adr/0024): each side has a row of its own under the id that the issuer gave it,
-- and an office between the two a copy. The issuer's is written by its people; the other two come by the exchange.

create table office_order (
  id text not null,
  -- whose row it is: the issuer's, the addressee's, or that of an office between them
  office text not null,
  issuer text not null,
  addressee text not null,
  -- what was issued in one act to several offices
  issue_id text not null,
  kind text not null constraint office_order_kind check (kind in ('TASK')),
  title text not null,
  request text not null,
  basis text,
  document_number text,
  issued_at timestamptz not null,
  issued_by text not null,
  synthetic boolean not null,
  status text not null constraint office_order_status check (status in ('ISSUED', 'ACCEPTED', 'DECLINED', 'REPORTED_BACK', 'RETURNED',
    'CLOSED', 'WITHDRAWN', 'UNDELIVERABLE')),
  status_at timestamptz not null,
  version integer not null,
  -- version of the other side's row up to which this one has followed
  followed integer not null default 0,
  receipt_due_on date not null,
  due_on date not null,
  -- days before, on which it is yellow already
  warning_days integer not null,
  -- when it came here; null in the issuer's row
  received_at timestamptz,
  accepted_at timestamptz,
  accepted_by text,
  -- the last answer, and what of the addressee's own work it names
  answer text,
  answer_number integer not null default 0,
  answered_at timestamptz,
  answered_by text,
  finding_ids text[] not null default '{}',
  round_ids text[] not null default '{}',
  -- the units of these findings: whoever is recused from one does not see the order
  unit_ids text[] not null default '{}',
  -- why it stands as it does: declined, insisted on, returned, withdrawn
  reason text,
  reminders integer not null default 0,
  reminded_at timestamptz,
  -- the colour that was told of last, and for which day
  alerted text constraint office_order_alerted check (alerted in ('YELLOW', 'RED')),
  alerted_due_on date,
  -- its issuer was set back and does not know it any more
  lost_at timestamptz,
  entered_by_office text,
  primary key (id, office),
  constraint office_order_downward check (addressee <> issuer and left(addressee, length(issuer)) = issuer),
  constraint office_order_here check (office in (issuer, addressee)
    or left(addressee, length(office)) = office and left(office, length(issuer)) = issuer)
);
create index office_order_by_issue on office_order (office, issued_at desc, id desc);
-- what somebody has to do something about, few at any time
create index office_order_open on office_order (office, issued_at desc, id desc)
  where status in ('ISSUED', 'ACCEPTED', 'DECLINED', 'REPORTED_BACK', 'RETURNED');
create index office_order_running on office_order (due_on) where status in ('ISSUED', 'ACCEPTED', 'RETURNED');
create trigger mark_on_behalf before insert or update on office_order for each row execute function mark_on_behalf();
create trigger kept before update on office_order for each row execute function kept_but_for(
  '{status,status_at,version,followed,receipt_due_on,due_on,accepted_at,accepted_by,answer,answer_number,answered_at,answered_by,finding_ids,round_ids,unit_ids,reason,reminders,reminded_at,alerted,alerted_due_on,lost_at,entered_by_office}');
create function office_order_guard() returns trigger language plpgsql as $$
begin
  raise exception 'orders are withdrawn, not deleted' using errcode = 'insufficient_privilege';
end $$;
create trigger no_truncate before truncate on office_order for each statement execute function office_order_guard();

alter table office_order enable row level security;
alter table office_order force row level security;
create policy owner_all on office_order to current_user using (true) with check (true);
create policy works on office_order to tier_worker using (true) with check (true);
create policy reads on office_order for select to tier_runtime
  using (office in (select m.owner from my_book m) and not recused(office, addressee, '', '', '')
         and not recused_from(unit_ids) and not finding_ids && recusals('finding') and not round_ids && recusals('round'));
create policy issues on office_order for insert to tier_runtime
  with check (office = (select reading_office()) and issuer = office and status = 'ISSUED'
              and not recused(office, addressee, '', '', ''));
-- a copy is nobody's to move
create policy moves on office_order for update to tier_runtime
  using (office = (select reading_office()) and office in (issuer, addressee) and not recused(office, addressee, '', '', '')
         and not recused_from(unit_ids) and not finding_ids && recusals('finding') and not round_ids && recusals('round'));
grant select, insert on office_order to tier_runtime;
grant update (status, status_at, version, receipt_due_on, due_on, accepted_at, accepted_by, answer, answer_number, answered_at,
  answered_by, finding_ids, round_ids, unit_ids, reason, reminders, reminded_at) on office_order to tier_runtime;
grant select, insert, update on office_order to tier_worker;

-- What happened to an order is read by who reads the order, on either side.
create policy of_order on journal as restrictive for select to tier_runtime
  using (object_kind not in ('Order', 'ReceivedOrder')
         or exists (select 1 from office_order o where o.id = journal.object_id offset 0));
-- Where an order is on its way: for whoever reads it.
create policy receipts_of_orders on outbox for select to tier_runtime
  using (kind = 'OrderIssued' and source = (select reading_office())
         and exists (select 1 from office_order o where o.id = outbox.subject offset 0));

-- How long an office has to sign for an order, and to answer it: the issuer's policy of the day of issue. [K]
alter table deadline_policy drop constraint deadline_policy_clock;
alter table deadline_policy add constraint deadline_policy_clock check (clock in ('INSPECTION', 'HEARING', 'FEEDBACK', 'OBJECTION',
  'PLAN', 'CONCENTRATED_RECTIFICATION', 'RECTIFICATION_REPORT', 'RESUBMISSION', 'REVIEW_OF_CLAIM', 'CLUE_RECEIPT', 'CLUE_PROPOSAL',
  'CLUE_CONCLUSION', 'ORDER_RECEIPT', 'ORDER_ANSWER'));
insert into deadline_policy (id, office, clock, days, unit, warning_days, valid_from, valid_to, source)
select 'default:' || clock, null, clock, days, unit, warning_days, '2000-01-01', null, '[K] 通行做法，可配置，并非法定。Configurable practice, not law.'
from (values
  ('ORDER_RECEIPT', 3, 'WORKING', 1),
  ('ORDER_ANSWER', 15, 'WORKING', 3)) as d (clock, days, unit, warning_days);
