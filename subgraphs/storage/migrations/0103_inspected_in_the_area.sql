-- 巡察对象在本机关辖区内 An office inspects what lies in its area: planning refuses anything else, and the exchange parks it. Lists of what the
-- offices below submitted stand on it: whoever asks for the own area is not asked for the region of each row.
alter table round_target add constraint round_target_in_area check (starts_with(region, office));
alter table finding add constraint finding_in_area check (starts_with(region, office));
alter table finding_cell add constraint finding_cell_in_area check (starts_with(region, office));
alter table published_finding add constraint published_finding_in_area check (starts_with(region, office));
