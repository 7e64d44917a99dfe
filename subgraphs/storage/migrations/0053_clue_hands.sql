-- What the domain decides, for whoever writes past it too: nobody refers what he does not have, and two people dispose of a clue.
drop policy refers on clue_receipt;
create policy refers on clue_receipt for insert to tier_runtime
  with check (sender = any ((select caller_custodies())::text[]) and status = 'IN_TRANSIT'
              and exists (select 1 from clue c where c.id = clue_receipt.clue_id offset 0));
alter table clue_receipt add constraint clue_receipt_second_person check (decided_by <> proposed_by);
