-- 抽调 Orders for people (docs/adr/0024): an office asks one below it for people for one of its rounds. Who is named and taken may be
-- appointed there for that time; a person of an office below, of another tier, not otherwise.

alter table office_order drop constraint office_order_kind,
  add constraint office_order_kind check (kind in ('TASK', 'SECONDMENT')),
  -- the issuer's round, and for when
  add column round_id text,
  add column starts_on date,
  add column ends_on date,
  add column people_wanted integer,
  -- accounts that the last answer names
  add column people text[] not null default '{}',
  add constraint office_order_seconds check ((kind = 'SECONDMENT') = (round_id is not null and starts_on is not null and ends_on is not null
    and people_wanted is not null)),
  add constraint office_order_period check (ends_on >= starts_on),
  add constraint office_order_people check (people_wanted between 1 and 50);
create index office_order_of_round on office_order (office, round_id) where kind = 'SECONDMENT';
drop trigger kept on office_order;
create trigger kept before update on office_order for each row execute function kept_but_for(
  '{status,status_at,version,followed,receipt_due_on,due_on,accepted_at,accepted_by,answer,answer_number,answered_at,answered_by,finding_ids,round_ids,unit_ids,people,reason,reminders,reminded_at,alerted,alerted_due_on,lost_at,entered_by_office}');
grant update (people) on office_order to tier_runtime;

-- Whoever is recused from the round for which people are asked has nothing to do with the order, on either side.
alter policy reads on office_order
  using (office in (select m.owner from my_book m) and not recused(office, addressee, '', coalesce(round_id, ''), '')
         and not recused_from(unit_ids) and not finding_ids && recusals('finding') and not round_ids && recusals('round'));
alter policy issues on office_order
  with check (office = (select reading_office()) and issuer = office and status = 'ISSUED'
              and not recused(office, addressee, '', coalesce(round_id, ''), ''));
alter policy moves on office_order
  using (office = (select reading_office()) and office in (issuer, addressee)
         and not recused(office, addressee, '', coalesce(round_id, ''), '')
         and not recused_from(unit_ids) and not finding_ids && recusals('finding') and not round_ids && recusals('round'));
