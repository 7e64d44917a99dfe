-- 联动监督 What a joint supervision had come to when it was concluded: counted once by the office that opened it, and told to its
-- members. What becomes of the findings and of the members afterwards changes nothing of it.
create table supervision_result (
  -- whose row it is: of who opened it, or of a member
  office text not null,
  supervision_id text not null,
  -- who had linked them
  office_code text not null,
  status text not null,
  count integer not null constraint supervision_result_count check (count > 0),
  concluded_at timestamptz not null,
  primary key (office, supervision_id, office_code, status)
);
alter table supervision_result enable row level security;
alter table supervision_result force row level security;
create policy owner_all on supervision_result to current_user using (true) with check (true);
create policy works on supervision_result to tier_worker using (true) with check (true);
-- as the cells that it was counted from: members alone, and no recusal reduces it
create policy counts on supervision_result for select to tier_runtime
  using (office = (select reading_office())
         and exists (select 1 from rule_member m where m.member_office = supervision_result.office
                     and m.supervision_id = supervision_result.supervision_id offset 0));
create policy concludes on supervision_result for insert to tier_runtime
  with check (office = (select reading_office())
              and exists (select 1 from supervision s where s.id = supervision_result.supervision_id and s.status = 'OPEN' offset 0));
grant select, insert on supervision_result to tier_runtime;
grant select, insert, delete on supervision_result to tier_worker;

-- 更正 The text of a released finding was corrected: the words stay as they were released, and both sides see that they are not what the
-- finding says any more.
alter table released_finding add column corrected_at timestamptz;
alter table received_release_finding add column corrected_at timestamptz;
drop trigger kept on released_finding;
create trigger kept before update on released_finding for each row execute function kept_but_for('{sealed_at,corrected_at}');
drop trigger kept on received_release_finding;
create trigger kept before update on received_release_finding for each row execute function kept_but_for(
  '{status,ended_at,sealed_at,corrected_at}');
grant update (corrected_at) on released_finding to tier_runtime;

-- 附件 What an order encloses: releases of its issuer to its addressee, by their ids. They are read as releases, and end as releases.
alter table office_order add column release_ids text[] not null default '{}';

-- A release to an office that takes no part comes back: nobody has it there.
alter table release_grantee add column undeliverable_at timestamptz;
grant update (undeliverable_at) on release_grantee to tier_worker;
