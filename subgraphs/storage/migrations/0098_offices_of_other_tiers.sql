-- 其他层级设有哪些办 Of which regions another tier has an office, as its worker last said: whoever addresses one that has none is told
-- at once, and not by the carrier.
create table exchange_office (
  peer text primary key constraint exchange_office_peer check (peer in ('PROVINCE', 'CITY', 'COUNTY')),
  codes text[] not null,
  told_at timestamptz not null
);
alter table exchange_office enable row level security;
alter table exchange_office force row level security;
create policy owner_all on exchange_office to current_user using (true) with check (true);
create policy works on exchange_office to tier_worker using (true) with check (true);
-- regions and their offices are known to everyone who is signed in
create policy reads on exchange_office for select to tier_runtime using ((select caller_office()) is not null);
grant select, insert, update on exchange_office to tier_worker;
grant select on exchange_office to tier_runtime;
