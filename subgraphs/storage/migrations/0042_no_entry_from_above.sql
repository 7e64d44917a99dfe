-- A superior decides in its own tier, and says so in its own journal (0041): nobody writes an entry about a submission into the
-- journal of the office that submitted but that office itself. From the journal the exchange makes what it sends.
alter policy appends on journal
  with check (actor = (select caller_person())
    and (office = (select reading_office()) or office = (select registering_office())
         or office in (select k.owner from kept_by_me k)
         or office in (select r.owner from rule_team r where r.reader_person = (select team_person()))
         or office in (select r.owner from rule_disclosed r
                       where r.grantee_unit = (select caller_unit()) or r.grantee_office = (select reading_office()))
         or office in (select s.owner from rule_signs s where s.reader_unit = (select caller_unit()))));
