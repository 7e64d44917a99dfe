-- What refers to a unit is looked for when the unit changes, and by whoever asks for its successors, for the units under a body
-- or for the people who answer for it: each was a scan of the register, or of the accounts. Most rows refer to nothing.
create index unit_of_predecessor on unit (predecessor_id) where predecessor_id is not null;
create index unit_of_superior on unit (superior_unit_id) where superior_unit_id is not null;
create index account_of_unit on account (unit_id) where unit_id is not null;
