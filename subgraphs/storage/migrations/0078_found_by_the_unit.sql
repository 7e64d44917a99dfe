-- 检索 A finding is found by the name of its unit too (docs/adr/0015): by the name that the unit bore when the finding was recorded,
-- as the finding shows it. Who may see the finding sees that name.

create or replace function finding_words_follow_insert() returns trigger language plpgsql as $$
begin
  insert into finding_words
  select id, text_version, office, target_id, region, opened_at, search_text(title || E'\n' || description || E'\n' || unit_name)
  from changed;
  return null;
end $$;
create or replace function finding_words_follow_update() returns trigger language plpgsql as $$
begin
  insert into finding_words values (new.id, new.text_version, new.office, new.target_id, new.region, new.opened_at,
    search_text(new.title || E'\n' || new.description || E'\n' || new.unit_name));
  return null;
end $$;
create or replace function published_finding_words_follow() returns trigger language plpgsql as $$
begin
  insert into published_finding_words
  select finding_id, publication_id, office, office_city, office_province, target_id, region, opened_at,
         search_text(title || E'\n' || description || E'\n' || unit_name) from changed;
  return null;
end $$;
create or replace function disclosed_finding_words_follow() returns trigger language plpgsql as $$
begin
  insert into disclosed_finding_words
  select c.finding_id, c.disclosure_id, c.text_version, c.office, c.region, c.opened_at,
         search_text(c.title || E'\n' || c.description || coalesce(E'\n' || d.unit_name, ''))
  from changed c left join disclosure d on d.id = c.disclosure_id;
  return null;
end $$;

update finding_words w set words = w.words || E'\n' || search_text(f.unit_name) from finding f where f.id = w.finding_id;
update published_finding_words w set words = w.words || E'\n' || search_text(p.unit_name)
  from published_finding p where p.publication_id = w.publication_id and p.finding_id = w.finding_id;
update disclosed_finding_words w set words = w.words || E'\n' || search_text(d.unit_name)
  from disclosure d where d.id = w.disclosure_id and w.words <> '';
