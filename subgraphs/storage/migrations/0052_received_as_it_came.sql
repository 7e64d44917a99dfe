-- What was received stays as it came, and so do the heads of others: the worker, which writes them, changes where a row stands
-- now and no word of what it says.
create function kept_but_for() returns trigger language plpgsql as $$
declare
  changing constant text[] := tg_argv[0]::text[];
begin
  if to_jsonb(new) - changing is distinct from to_jsonb(old) - changing then
    raise exception '%: what was received stays as it came', tg_table_name using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger kept before update on received_publication for each row execute function kept_but_for(
  '{status,revision,is_current,decided_at,decided_by,decision_reason,recalled_at,recall_reason,lost_at}');
create trigger kept before update on received_finding for each row execute function kept_but_for(
  '{live_status,live_at,is_current,withheld}');
create trigger kept before update on exchange_witness for each row execute function kept_but_for('{at,key,signature,kept_at}');
