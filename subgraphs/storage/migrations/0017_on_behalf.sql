-- 代录 for the whole book of an office that is ON_PAPER (docs/adr/0011).

-- Until now the findings ledger alone could be entered for another office, by policies of its own.
drop policy enters on finding;
drop policy mark_is_true on finding;
drop policy entered_reading on finding;
drop policy enters on finding_cell;
drop policy enters_reading on finding_cell;
drop policy enters_holding on round_target;
drop view entering;
drop view on_paper_below;
drop function entering_office();

create function superior_of(office text) returns text language sql immutable parallel safe
  return case length(office) when 6 then left(office, 4) when 4 then left(office, 2) end;
create index office_on_paper on office (code) where enrolment = 'ON_PAPER';

-- The office whose people enter for the offices on paper directly below it.
create function keeping_office() returns text language sql stable parallel safe
  return case when caller_roles() && array['CLERK', 'DIRECTOR'] then caller_office() end;
-- The office on paper in whose book the caller works in this transaction: set by the change that enters on its behalf and by
-- no query, and worth nothing unless that office is ON_PAPER and directly below the caller's.
create function on_behalf_office() returns text language sql stable parallel safe
  return (select o.code from office o
          where o.code = nullif(current_setting('app.on_behalf', true), '') and o.enrolment = 'ON_PAPER'
            and superior_of(o.code) = keeping_office());
-- In such a transaction the caller is of that office and of no other, so that every policy of the book already says what may
-- be read and written there; where the setting is not true, the caller is of none.
create or replace function reading_office() returns text language sql stable parallel safe
  return case when nullif(current_setting('app.on_behalf', true), '') is not null then on_behalf_office()
              when caller_roles() && array['CLERK', 'DIRECTOR', 'APPROVER', 'COORDINATOR'] then caller_office() end;
create or replace function figures_office() returns text language sql stable parallel safe
  return case when nullif(current_setting('app.on_behalf', true), '') is not null then on_behalf_office()
              when caller_roles() && array['CLERK', 'DIRECTOR', 'APPROVER', 'COORDINATOR', 'DISPLAY'] then caller_office() end;
-- whose register and terms the caller keeps
create function registering_office() returns text language sql stable parallel safe
  return case when nullif(current_setting('app.on_behalf', true), '') is not null then on_behalf_office()
              else caller_office() end;
alter policy own_office on term with check (office = (select registering_office()));
alter policy own_office on unit with check (office = (select registering_office()));

-- The mark of who entered: put on by the database, on a row that was made or changed on behalf, and never taken off again.
create function marking_office() returns text language sql stable parallel safe
  return case when nullif(current_setting('app.on_behalf', true), '') is not null and on_behalf_office() is not null
              then caller_office() end;
create function mark_on_behalf() returns trigger language plpgsql as $$
begin
  if caller_person() is null then return new; end if; -- the owner role, which loads
  new.entered_by_office := coalesce(marking_office(), case when tg_op = 'UPDATE' then old.entered_by_office end);
  return new;
end $$;
do $$
declare marked text;
begin
  foreach marked in array array['term', 'unit', 'round', 'round_target', 'appointment', 'authorisation', 'finding',
    'finding_text', 'objection', 'verdict', 'publication', 'disclosure', 'rectification', 'measure', 'review_party',
    'review_signature', 'obligation', 'attachment'] loop
    execute format('alter table %I add column if not exists entered_by_office text', marked);
    execute format('create trigger mark_on_behalf before insert or update on %I for each row
      execute function mark_on_behalf()', marked);
  end loop;
end $$;
-- beside the status of a finding, for whoever reads the published copy
create function finding_cell_follow_mark() returns trigger language plpgsql as $$
begin
  if marking_office() is null then return null; end if;
  update finding_cell c set entered_by_office = n.entered_by_office
  from changed n where c.finding_id = n.id and c.entered_by_office is distinct from n.entered_by_office;
  return null;
end $$;
create trigger cell_update_mark after update on finding referencing new table as changed
  for each statement execute function finding_cell_follow_mark();
grant update (entered_by_office) on finding_cell to tier_runtime;

-- An entry of the journal says it too, in the text that is hashed; and whoever enters for one office appends to no other's.
create policy marks_on_behalf on journal as restrictive for insert to tier_runtime
  with check ((body::jsonb ->> 'enteredByOffice') is not distinct from (select marking_office())
              and office = coalesce((select on_behalf_office()), office));
-- No office accepts what it has submitted itself for the office below.
create policy accepts_no_own_entry on publication as restrictive for update to tier_runtime
  using (true) with check (status <> 'ACCEPTED' or entered_by_office is null or entered_by_office <> (select caller_office()));

-- Reading: the office directly above reads the book that it keeps, as long as the office below is on paper. A rule of its own.
create view rule_entered_for with (security_invoker = true) as
  select o.code as owner, superior_of(o.code) as reader_office from office o where o.enrolment = 'ON_PAPER';
create view kept_by_me with (security_invoker = true) as
  select r.owner from rule_entered_for r where r.reader_office = (select keeping_office());
create or replace view my_book with (security_invoker = true) as
  select r.owner from rule_own_office r where r.reader_office = (select reading_office())
union all
  select k.owner from kept_by_me k;
-- and what is not read by way of my_book
create policy entered_for on appointment for select to tier_runtime using (office in (select k.owner from kept_by_me k));
create policy entered_for on team_cell for select to tier_runtime using (office in (select k.owner from kept_by_me k));
create policy entered_for on target_cell for select to tier_runtime using (office in (select k.owner from kept_by_me k));
create policy entered_for on disclosure for select to tier_runtime
  using (office in (select k.owner from kept_by_me k) and not recused(office, region, unit_id, round_id, ''));
create policy entered_for on disclosed_finding for select to tier_runtime
  using (office in (select k.owner from kept_by_me k) and not recused(office, region, unit_id, round_id, finding_id)
         and not recused_from(recusal_unit_ids));
create policy entered_for on rectification for select to tier_runtime
  using (office in (select k.owner from kept_by_me k) and not recused(office, region, unit_id, round_id, ''));
create policy entered_for on review_signature for select to tier_runtime using (office in (select k.owner from kept_by_me k));
create policy entered_for on journal for select to tier_runtime
  using (object_kind <> 'Finding' and office in (select k.owner from kept_by_me k));
grant select on rule_entered_for, kept_by_me to tier_runtime;
