-- As in 0054, and a unit whose finding leaves a settled status because a step is taken back is told why: of what the director
-- decides alone, the director's reason; of a verification, which two take back, the reason of who proposed it.
create or replace function disclosed_finding_follow() returns trigger language plpgsql as $$
begin
  update disclosed_finding d
  set status = n.status, finding_version = n.version, claim_entered_by = n.claim_entered_by,
      reason = case when d.status = 'CLAIMED_DONE' and n.status = 'RECTIFYING' and n.claimed_at is not null then n.note
                    when (o.status, n.status) in (('CLOSED', 'VERIFIED'), ('LONG_TERM', 'RECTIFYING')) then n.note
                    -- a look-back leads there too, and leaves the office's note of before, which is for itself
                    when (o.status, n.status) = ('LONG_TERM', 'REOPENED') and n.note is distinct from o.note then n.note
                    when (o.status, n.status) = ('VERIFIED', 'CLAIMED_DONE') then o.take_back_reason
                    when n.status = d.status or 'OBJECTED' in (n.status, d.status) then d.reason end
  from changed n join before o using (id) where d.finding_id = n.id and d.is_current;
  if exists (select 1 from changed where further_unit_ids <> '{}') then
    update disclosed_finding d set recusal_unit_ids = d.recusal_unit_ids || n.further_unit_ids
    from changed n where d.finding_id = n.id and not d.recusal_unit_ids @> n.further_unit_ids;
  end if;
  return null;
end $$;
drop trigger disclosed_follow on finding;
create trigger disclosed_follow after update on finding referencing new table as changed old table as before
  for each statement execute function disclosed_finding_follow();
