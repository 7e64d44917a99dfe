-- 撤回与更正 Late steps that were taken by mistake (docs/adr/0018): taken back while nothing stands on them, by two where two took
-- them; a date of a rectification changes together with a correction that keeps the old one.

alter table finding
  add column claimed_at timestamptz,
  add column take_back_proposed_by text,
  add column take_back_reason text,
  add constraint finding_take_back check (num_nonnulls(take_back_proposed_by, take_back_reason) in (0, 2)
    and (take_back_proposed_by is null or status = 'VERIFIED'));
update finding set claimed_at = status_at where status = 'CLAIMED_DONE';
grant update (claimed_at, take_back_proposed_by, take_back_reason) on finding to tier_runtime;

-- As in 0028, and an exception goes with the report that it was given for.
create or replace function finding_kept() returns trigger language plpgsql as $$
begin
  if new.exchange_exception is distinct from old.exchange_exception
       and (old.status, new.status) <> ('TEAM_AGREED', 'REPORTED')
       and not ((old.status, new.status) = ('REPORTED', 'TEAM_AGREED') and new.exchange_exception is null) then
    raise exception 'finding %: an exception is of a finding that goes to the report unheard', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  if new.unit_reply is distinct from old.unit_reply and (old.status, new.status) <> ('TEAM_AGREED', 'FACTS_EXCHANGED')
       and new.text_version = old.text_version
       and not ((old.status, new.status) = ('FACTS_EXCHANGED', 'TEAM_AGREED') and new.unit_reply is null
                and new.exchange_taken_back_by is not null) then
    raise exception 'finding %: the reply comes with the exchange of the facts', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;

-- As in 0024: a claim that was taken back did not come back, so that nobody says why it did.
create or replace function disclosed_finding_follow() returns trigger language plpgsql as $$
begin
  update disclosed_finding d
  set status = n.status, finding_version = n.version, claim_entered_by = n.claim_entered_by,
      reason = case when d.status = 'CLAIMED_DONE' and n.status = 'RECTIFYING' and n.claimed_at is not null then n.note
                    when n.status = d.status or 'OBJECTED' in (n.status, d.status) then d.reason end
  from changed n where d.finding_id = n.id and d.is_current;
  if exists (select 1 from changed where further_unit_ids <> '{}') then
    update disclosed_finding d set recusal_unit_ids = d.recusal_unit_ids || n.further_unit_ids
    from changed n where d.finding_id = n.id and not d.recusal_unit_ids @> n.further_unit_ids;
  end if;
  return null;
end $$;

alter table rectification
  add column review_opened_on date,
  add column continued_on date,
  add column corrections jsonb not null default '[]',
  add column take_back_proposed_by text,
  add column take_back_reason text,
  add constraint rectification_take_back check (num_nonnulls(take_back_proposed_by, take_back_reason) in (0, 2)
    and (take_back_proposed_by is null or status = 'EVALUATED'));
update rectification set review_opened_on = status_on where status = 'JOINT_REVIEW';
update rectification set continued_on = status_on where status = 'CONTINUING';
grant update (review_opened_on, continued_on, corrections, take_back_proposed_by, take_back_reason) on rectification
  to tier_runtime;

-- What a step brought changes with that step, goes with it where it is taken back, and is corrected as said.
create or replace function rectification_kept() returns trigger language plpgsql as $$
declare
  known constant integer := jsonb_array_length(old.corrections);
  kept record;
begin
  if new.plan is distinct from old.plan and (old.status, new.status) <> ('PLAN_DUE', 'PLAN_SUBMITTED')
     or new.report is distinct from old.report and (old.status, new.status) <> ('CONCENTRATED', 'REPORTED')
     or new.evaluation is distinct from old.evaluation and (old.status, new.status) <> ('JOINT_REVIEW', 'EVALUATED')
        and not ((old.status, new.status) = ('EVALUATED', 'JOINT_REVIEW') and new.evaluation is null) then
    raise exception 'rectification %: a plan, a report and a grade change with their own step alone', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  if new.corrections is distinct from old.corrections and (jsonb_array_length(new.corrections) <= known
       or (select coalesce(jsonb_agg(e order by i), '[]') from jsonb_array_elements(new.corrections) with ordinality x (e, i)
           where i <= known) <> old.corrections) then
    raise exception 'rectification %: corrections are only added to', new.id using errcode = 'integrity_constraint_violation';
  end if;
  for kept in select * from (values
      ('planSubmittedOn', 'PLAN_SUBMITTED', old.plan_submitted_on, new.plan_submitted_on),
      ('planReviewedOn', 'PLAN_REVIEWED', old.plan_reviewed_on, new.plan_reviewed_on),
      ('concentratedOn', 'CONCENTRATED', old.concentrated_on, new.concentrated_on),
      ('reportedOn', 'REPORTED', old.reported_on, new.reported_on),
      ('reviewOpenedOn', 'JOINT_REVIEW', old.review_opened_on, new.review_opened_on),
      ('evaluatedOn', 'EVALUATED', old.evaluated_on, new.evaluated_on),
      ('continuedOn', 'CONTINUING', old.continued_on, new.continued_on),
      ('completedOn', 'COMPLETED', old.completed_on, new.completed_on)) as v (field, brought_by, before, after)
    where before is distinct from after
  loop
    -- a date comes with its step, whenever that is taken again
    continue when new.status = kept.brought_by and old.status <> new.status and kept.after is not null;
    -- what is evaluated anew does not continue any more
    continue when kept.field = 'continuedOn' and kept.after is null and (old.status, new.status) = ('JOINT_REVIEW', 'EVALUATED');
    if not exists (select from jsonb_array_elements(new.corrections) with ordinality x (e, i)
                   where i > known and e ->> 'field' = kept.field and e ->> 'from' = kept.before::text
                     and e ->> 'to' is not distinct from kept.after::text and e ->> 'by' <> ''
                     and btrim(e ->> 'reason') <> '') then
      raise exception 'rectification %: its dates stay as they were set, but for a correction', new.id
        using errcode = 'integrity_constraint_violation';
    end if;
  end loop;
  return new;
end $$;
