-- What a clerk entered by mistake and took back blocks nothing: the number of a withdrawn round may be given again in its term,
-- and a unit whose target was released may be added to its round again. The names stay, since the refusals go by them.
alter table round drop constraint round_number;
create unique index round_number on round (office, term_id, ordinal) where status <> 'WITHDRAWN';

alter table round_target drop constraint round_target_unit;
create unique index round_target_unit on round_target (office, round_id, unit_id) where status <> 'RELEASED';
