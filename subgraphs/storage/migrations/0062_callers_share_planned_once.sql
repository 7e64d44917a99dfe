-- The caller's share of the rules, as functions that a plan does not look into. As views they were planned again at each place
-- of each policy, with the policies of what they read, and those of what these read: most of the 50 ms that planning a list took.
-- They are in PL/pgSQL because PostgreSQL would put the text of a function in SQL in its place. Each reads a handful of rows,
-- once a statement, with the caller's rights, by the same rule as before; what is asked row by row stays a view.

create function kept_by_caller() returns table (owner text) language plpgsql stable parallel safe rows 10 as $$
begin
  return query select r.owner from public.rule_entered_for r where r.reader_office = (select public.keeping_office());
end $$;
create or replace view kept_by_me with (security_invoker = true) as select k.owner from kept_by_caller() k;

create function books_of_caller() returns table (owner text) language plpgsql stable parallel safe rows 10 as $$
begin
  return query
    select r.owner from public.rule_own_office r where r.reader_office = (select public.reading_office())
    union all select k.owner from public.kept_by_me k;
end $$;
create or replace view my_book with (security_invoker = true) as select b.owner from books_of_caller() b;

create function teams_of_caller() returns table (round_id text, target_id text, role text)
language plpgsql stable parallel safe rows 10 as $$
begin
  return query
    select r.round_id, r.target_id, r.role from public.rule_team r where r.reader_person = (select public.team_person());
end $$;
create or replace view my_team with (security_invoker = true) as select t.round_id, t.target_id, t.role from teams_of_caller() t;

create function look_backs_of_caller() returns table (target_id text) language plpgsql stable parallel safe rows 10 as $$
begin
  return query select r.target_id from public.rule_look_back r where r.reader_person = (select public.team_person());
end $$;
create or replace view my_look_back with (security_invoker = true) as select b.target_id from look_backs_of_caller() b;

create function answerable_by_caller() returns table (finding_id text) language plpgsql stable parallel safe rows 10 as $$
begin
  return query
    select d.finding_id from public.disclosed_finding d
    where d.is_current and d.disclosure_id in (select a.disclosure_id from public.answering_for a);
end $$;
create or replace view answerable with (security_invoker = true) as select a.finding_id from answerable_by_caller() a;

-- who is reading asks for it at each place too; a query in place of an expression is not looked into either
create or replace function on_behalf_office() returns text language sql stable parallel safe begin atomic
  select o.code from office o
  where o.code = nullif(current_setting('app.on_behalf', true), '') and o.enrolment = 'ON_PAPER'
    and superior_of(o.code) = keeping_office();
end;
