-- The worker folds coverage, for which it asks which entry goes on from which (0057).
grant select (successor_id) on unit to tier_worker;
