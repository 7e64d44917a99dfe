-- 任职只有一项 Nobody is appointed to a target twice for the same day: the end of one appointment would leave the access that the
-- other gives. What is twice from before stays, and each of both is ended by itself.

create function appointed_once() returns trigger language plpgsql as $$
declare
  twice text;
begin
  select n.person into twice from changed n
  join appointment a on a.target_id = n.target_id and a.person = n.person and a.id <> n.id
  where n.ended_at is null and a.ended_at is null
    and daterange(n.valid_from, n.valid_to, '[]') && daterange(a.valid_from, a.valid_to, '[]')
  limit 1;
  if found then
    raise exception 'appointment: % is already appointed to this target on some of these days', twice
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create trigger appointed_once after insert on appointment referencing new table as changed
  for each statement execute function appointed_once();
