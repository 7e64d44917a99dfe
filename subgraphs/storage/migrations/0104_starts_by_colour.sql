-- 何时起算的期限今日为何色 Which starts of a clock have a colour on a day, by a policy's days: from `since` on and before `before` (null: none,
-- since the calendar does not reach). Red is what was due before that day; yellow what is not, and will be once the days of warning are
-- over. The figures count by it, and lists are read by it: the same rule as `colour_of` (0005), for an index on the starts.
create function starts_coloured(colour text, days integer, unit text, warning_days integer, today date)
  returns table (since date, before date) language sql stable parallel safe
begin atomic
  select case colour when 'RED' then '-infinity'
      when 'YELLOW' then coalesce(starts_overdue_before(days, unit, today), '-infinity')
      when 'GREEN' then coalesce(starts_overdue_before(days, unit, today + warning_days + 1), '-infinity') end,
    case colour when 'RED' then starts_overdue_before(days, unit, today)
      when 'YELLOW' then starts_overdue_before(days, unit, today + warning_days + 1)
      when 'GREEN' then 'infinity' end;
end;
