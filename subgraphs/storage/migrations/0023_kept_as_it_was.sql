-- What a step brought, no later one rewrites, whoever writes: each changes together with the status that brings it.
create function rectification_kept() returns trigger language plpgsql as $$
begin
  if new.plan is distinct from old.plan and (old.status, new.status) <> ('PLAN_DUE', 'PLAN_SUBMITTED')
     or new.report is distinct from old.report and (old.status, new.status) <> ('CONCENTRATED', 'REPORTED')
     or new.evaluation is distinct from old.evaluation and (old.status, new.status) <> ('JOINT_REVIEW', 'EVALUATED') then
    raise exception 'rectification %: a plan, a report and a grade change with their own step alone', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger kept before update on rectification for each row execute function rectification_kept();

-- A target passes each of its steps once: its hearing and its dates, once set, stay.
create function round_target_kept() returns trigger language plpgsql as $$
begin
  if (new.hearing_body, new.hearing_document_number) is distinct from (old.hearing_body, old.hearing_document_number)
       and (old.status, new.status) <> ('REPORTED', 'HEARD')
     or old.entered_on <> coalesce(new.entered_on, '-infinity')
     or old.reported_on <> coalesce(new.reported_on, '-infinity')
     or old.heard_on <> coalesce(new.heard_on, '-infinity')
     or old.fed_back_on <> coalesce(new.fed_back_on, '-infinity')
     or old.rectification_started_on <> coalesce(new.rectification_started_on, '-infinity')
     or old.evaluated_on <> coalesce(new.evaluated_on, '-infinity')
     or old.archived_on <> coalesce(new.archived_on, '-infinity') then
    raise exception 'target %: its hearing and its dates stay as they were set', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger kept before update on round_target for each row execute function round_target_kept();

-- An exception is named by who sends a finding to the report from the team's meeting, the reply comes with the
-- exchange; a person's name in it may be masked later, as a further version of the text.
create function finding_kept() returns trigger language plpgsql as $$
begin
  if new.exchange_exception is distinct from old.exchange_exception
       and (old.status, new.status) <> ('TEAM_AGREED', 'REPORTED') then
    raise exception 'finding %: an exception is of a finding that goes to the report unheard', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  if new.unit_reply is distinct from old.unit_reply and (old.status, new.status) <> ('TEAM_AGREED', 'FACTS_EXCHANGED')
       and new.text_version = old.text_version then
    raise exception 'finding %: the reply comes with the exchange of the facts', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger kept before update on finding for each row execute function finding_kept();

-- What happened to a rectification is read by its office and by who signs its review, and by nobody who may not read it.
create policy of_rectification on journal as restrictive for select to tier_runtime
  using (object_kind <> 'Rectification'
         or exists (select 1 from rectification r where r.id = journal.object_id offset 0));
create policy reads_of_signed on journal for select to tier_runtime
  using (object_kind = 'Rectification' and (select reading_office()) is null
         and object_id in (select m.rectification_id from rule_signs m));
