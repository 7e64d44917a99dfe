-- 回避 Who declared a recusal. Of an inspected unit's people nothing binds but what they declared of themselves, and nothing keeps
-- them from their own unit: the right of reply is nobody else's to take away (`findStandings`).
alter table recusal add column declared_by text;
update recusal r set declared_by = coalesce((select j.actor from journal j
  where j.object_kind = 'Recusal' and j.object_id = r.id and j.event = 'RecusalDeclared' limit 1), 'platform');
alter table recusal alter column declared_by set not null;
alter policy own_office on recusal
  with check (office = (select caller_office()) and declared_by = (select caller_person())
              and (account_id = (select caller_person()) or caller_roles() && array['DIRECTOR', 'SECURITY_ADMIN'])
              and exists (select 1 from account a where a.id = recusal.account_id and a.office = recusal.office offset 0));
