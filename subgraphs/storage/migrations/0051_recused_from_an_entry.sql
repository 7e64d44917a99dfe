-- 回避 A recusal binds the register too: whoever is recused from a unit or its region does not correct its entry, does not propose
-- it and does not decide about it. A unit whose entry has ended is inspected by nobody.
alter policy corrects on unit
  using (office = (select registering_office()) and caller_roles() && array['CLERK', 'DIRECTOR']
         and not recused(office, region, id, '', ''))
  with check (office = (select registering_office()) and caller_roles() && array['CLERK', 'DIRECTOR']
              and not recused(office, region, id, '', ''));
