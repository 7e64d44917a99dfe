-- 台账的排序和筛选 Lists by unit, by the last change, by number.
create index finding_of_unit on finding (unit_id, opened_at desc, id desc);
create index finding_by_change on finding (office, status_at desc, id desc);
create index finding_by_number on finding (office, target_id, ordinal);
create index published_finding_of_unit on published_finding (unit_id, opened_at desc, finding_id desc) where is_current;
