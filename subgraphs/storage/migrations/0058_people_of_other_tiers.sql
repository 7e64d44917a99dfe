-- The home office of a member of another tier, as that tier attests it when the member is appointed: its office is no row here.
alter table appointment drop constraint appointment_home_office_fkey,
  add constraint appointment_home_office check (home_office ~ '^([0-9]{2}|[0-9]{4}|[0-9]{6})$');
