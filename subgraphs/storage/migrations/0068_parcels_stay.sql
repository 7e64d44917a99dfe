-- A parcel is kept as it came: the guard of the exchange's own tables asks for columns that a parcel does not have.
create function sealed_parcel_guard() returns trigger language plpgsql as $$
begin
  raise exception 'parcels are append-only' using errcode = 'insufficient_privilege';
end $$;
drop trigger append_only on sealed_parcel;
drop trigger no_truncate on sealed_parcel;
create trigger append_only before delete on sealed_parcel for each row execute function sealed_parcel_guard();
create trigger no_truncate before truncate on sealed_parcel for each statement execute function sealed_parcel_guard();
