-- 线索 The key of a clue's reporter is wrapped anew with the clue's own, by the custody that registered it: else the generation that it
-- was wrapped for could never end.
create policy wraps_again on clue_reporter for update to tier_runtime
  using (owner = any ((select caller_custodies())::text[])
         and exists (select 1 from clue c where c.id = clue_reporter.clue_id offset 0));
grant update (generation, wrapped) on clue_reporter to tier_runtime;
