-- Who claimed that a finding is rectified does not verify it, whatever roles the person holds: an office may claim on behalf
-- of a unit that has no account.
alter table finding add column claimed_by text;
grant update (claimed_by) on finding to tier_runtime;
