-- 线索跨级移送 Clues between tiers (docs/adr/0022): what travels is a parcel, sealed for its two custodies and signed by the one that
-- sends it. The worker carries parcels and reads none; the subgraph that has the keys unpacks them, as `platform` in one custody.

-- The custodies for which a subgraph unpacks now. No account is called `platform`.
create function settling_custodies() returns text[] language sql stable parallel safe
  return case when caller_person() = 'platform' then caller_custodies() else '{}'::text[] end;

create table sealed_parcel (
  id text primary key,
  -- in the order of arrival, which is that of the streams
  number bigint generated always as identity,
  -- whose book it is in
  office text not null,
  -- BACK: the own one, given back by its receiver after this tier was set back
  way text not null constraint sealed_parcel_way check (way in ('OUT', 'IN', 'BACK')),
  kind text not null constraint sealed_parcel_kind check (kind in ('ClueReferred', 'ClueReceived', 'ClueReturned', 'ClueDisposal',
    'ClueConcluded')),
  from_custody text not null,
  to_custody text not null,
  -- the exact text that travels
  body text not null,
  at timestamptz not null,
  settled_at timestamptz,
  outcome text constraint sealed_parcel_outcome check (outcome in ('SETTLED', 'SET_ASIDE')),
  -- one word of why it was set aside
  reason text,
  constraint sealed_parcel_settled check ((settled_at is null) = (outcome is null) and (outcome = 'SET_ASIDE') = (reason is not null))
);
create index sealed_parcel_waiting_in on sealed_parcel (to_custody, number) where settled_at is null and way = 'IN';
create index sealed_parcel_waiting_back on sealed_parcel (from_custody, number) where settled_at is null and way = 'BACK';
create trigger kept before update on sealed_parcel for each row execute function kept_but_for('{settled_at,outcome,reason}');
create trigger append_only before delete on sealed_parcel for each row execute function exchange_guard();
create trigger no_truncate before truncate on sealed_parcel for each statement execute function exchange_guard();

alter table sealed_parcel enable row level security;
alter table sealed_parcel force row level security;
create policy owner_all on sealed_parcel to current_user using (true) with check (true);
create policy ships on sealed_parcel for select to tier_worker using (way = 'OUT');
create policy brings on sealed_parcel for insert to tier_worker with check (way in ('IN', 'BACK') and settled_at is null);
grant select, insert on sealed_parcel to tier_worker;
create policy sends on sealed_parcel for insert to tier_runtime
  with check (way = 'OUT' and settled_at is null and from_custody = any ((select caller_custodies())::text[]));
create policy unpacks on sealed_parcel for select to tier_runtime
  using (way = 'IN' and to_custody = any ((select settling_custodies())::text[])
         or way = 'BACK' and from_custody = any ((select settling_custodies())::text[]));
create policy settles on sealed_parcel for update to tier_runtime
  using (way = 'IN' and to_custody = any ((select settling_custodies())::text[])
         or way = 'BACK' and from_custody = any ((select settling_custodies())::text[]));
-- what came and could not be taken is known to whom it came for: when, of which kind and why
create policy set_aside on sealed_parcel for select to tier_runtime
  using (outcome = 'SET_ASIDE' and to_custody = any ((select caller_custodies())::text[]));
grant select, insert on sealed_parcel to tier_runtime;
grant update (settled_at, outcome, reason) on sealed_parcel to tier_runtime;

-- What a parcel brings becomes rows like those of the own clues. Only while it is unpacked, and never of whom it concerns.
create policy arrives on clue for insert to tier_runtime with check ((select settling_custodies()) <> '{}');
create policy settles on clue for select to tier_runtime
  using ((select settling_custodies()) <> '{}'
         and exists (select 1 from clue_key k where k.clue_id = clue.id offset 0)
         and not exists (select 1 from clue_subject s where s.clue_id = clue.id offset 0));
create policy arrives on clue_part for insert to tier_runtime
  with check ((select settling_custodies()) <> '{}' and exists (select 1 from clue c where c.id = clue_part.clue_id offset 0));
create policy arrives on clue_key for insert to tier_runtime with check (holder = any ((select settling_custodies())::text[]));
create policy arrives on clue_subject for insert to tier_runtime with check ((select settling_custodies()) <> '{}');
create policy arrives on clue_custody for insert to tier_runtime
  with check ((select settling_custodies()) <> '{}' and exists (select 1 from clue c where c.id = clue_custody.clue_id offset 0));
create policy is_countersigned on clue_custody for update to tier_runtime
  using (from_custody = any ((select settling_custodies())::text[]));
create policy arrives on clue_receipt for insert to tier_runtime
  with check (receiver = any ((select settling_custodies())::text[]) or sender = any ((select settling_custodies())::text[]));
-- the sender's copy of a receipt of another tier follows what its receiver signed
create policy follows on clue_receipt for update to tier_runtime
  using (sender = any ((select settling_custodies())::text[])
         and not exists (select 1 from clue_subject s where s.clue_id = clue_receipt.clue_id offset 0));
grant update (arrived_at) on clue_receipt to tier_runtime;

-- That a clue went somewhere is for its custodies alone: no administrator of streams and no reader of losses counts them.
create policy of_clues on inbox as restrictive for select to tier_runtime using (kind !~ '^Clue');
create policy of_clues on exchange_loss as restrictive for select to tier_runtime using (kind !~ '^Clue');
