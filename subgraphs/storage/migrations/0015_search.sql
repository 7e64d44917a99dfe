-- 检索 search by words of one character or more (docs/adr/0009). Under the policies an index serves leakproof operators only,
-- and none that looks into a text is one; but what a policy itself says, an index serves. So the words have tables of their
-- own, whose policies hold the search: a row is there for nobody but who searches for what it says, and reads what says it.

-- A text as it is compared, on both sides: full-width as half-width, capitals as small letters.
create function search_text(said text) returns text language sql immutable strict parallel safe
  return lower(normalize(said, NFKC));
-- The characters of a text and its pairs of neighbours: by them a word of any length is found.
create function search_grams(words text) returns text[] language plpgsql immutable strict parallel safe cost 20 as $$
declare
  characters text[] := string_to_array(words, null);
begin
  return characters
    || array(select a || b from unnest(characters[:cardinality(characters) - 1], characters[2:]) as neighbours (a, b));
end $$;
-- Far cheaper than the grams, and so asked first of every row that another index brings.
create function says_all(words text, wanted text[]) returns boolean language plpgsql immutable strict parallel safe cost 1 as $$
declare
  word text;
begin
  foreach word in array wanted loop
    if strpos(words, word) = 0 then return false; end if;
  end loop;
  return true;
end $$;

-- What the caller searches for in this statement, null where nothing is searched.
create function searched_words() returns text[] language sql stable parallel safe
  return nullif(array_remove(regexp_split_to_array(search_text(current_setting('app.searching', true)), '\s+'), ''), '{}');
create function searched_code() returns text language sql stable parallel safe
  return array_to_string(searched_words(), ' ');
create function searched_grams() returns text[] language sql stable parallel safe
  return (select array_agg(distinct gram) from unnest(searched_words()) as word, unnest(search_grams(word)) as gram
          where length(gram) = least(length(word), 2));

-- What findings say: in the book, as they were submitted, and as they were disclosed. Rows are only added: which of them still
-- holds, the row says of which it is. A table each, so that the planner knows how often a word occurs in it.
create table finding_words (
  finding_id text not null,
  text_version integer not null,
  office text not null,
  target_id text not null,
  region text not null,
  opened_at timestamptz not null,
  words text not null,
  primary key (office, finding_id, text_version),
  foreign key (office, finding_id) references finding (office, id)
);
create table published_finding_words (
  finding_id text not null,
  publication_id text not null,
  office text not null,
  office_city text not null,
  office_province text not null,
  target_id text not null,
  region text not null,
  opened_at timestamptz not null,
  words text not null,
  primary key (office, publication_id, finding_id),
  constraint published_finding_words_breadth check (office_city = left(office, 4) and office_province = left(office, 2)),
  foreign key (office, publication_id) references publication (office, id)
);
create table disclosed_finding_words (
  finding_id text not null,
  disclosure_id text not null,
  text_version integer not null,
  office text not null,
  region text not null,
  opened_at timestamptz not null,
  words text not null,
  primary key (office, disclosure_id, finding_id, text_version),
  foreign key (office, disclosure_id) references disclosure (office, id)
);

create function finding_words_follow_insert() returns trigger language plpgsql as $$
begin
  insert into finding_words
  select id, text_version, office, target_id, region, opened_at, search_text(title || E'\n' || description) from changed;
  return null;
end $$;
create function finding_words_follow_update() returns trigger language plpgsql as $$
begin
  insert into finding_words values (new.id, new.text_version, new.office, new.target_id, new.region, new.opened_at,
    search_text(new.title || E'\n' || new.description));
  return null;
end $$;
create function published_finding_words_follow() returns trigger language plpgsql as $$
begin
  insert into published_finding_words
  select finding_id, publication_id, office, office_city, office_province, target_id, region, opened_at,
         search_text(title || E'\n' || description) from changed;
  return null;
end $$;
create function disclosed_finding_words_follow() returns trigger language plpgsql as $$
begin
  insert into disclosed_finding_words
  select finding_id, disclosure_id, text_version, office, region, opened_at, search_text(title || E'\n' || description)
  from changed;
  return null;
end $$;
create trigger words_insert after insert on finding referencing new table as changed
  for each statement execute function finding_words_follow_insert();
-- of thousands of findings that move, hardly one gets another text: so this one asks each row, and joins nothing
create trigger words_update after update on finding
  for each row when (new.text_version <> old.text_version) execute function finding_words_follow_update();
create trigger words_insert after insert on published_finding referencing new table as changed
  for each statement execute function published_finding_words_follow();
create trigger words_insert after insert on disclosed_finding referencing new table as changed
  for each statement execute function disclosed_finding_words_follow();

insert into finding_words
  select id, text_version, office, target_id, region, opened_at, search_text(title || E'\n' || description) from finding;
insert into published_finding_words
  select finding_id, publication_id, office, office_city, office_province, target_id, region, opened_at,
         search_text(title || E'\n' || description) from published_finding where is_current;
insert into disclosed_finding_words
  select finding_id, disclosure_id, text_version, office, region, opened_at, search_text(title || E'\n' || description)
  from disclosed_finding where is_current;
create index finding_words_by_gram on finding_words using gin (search_grams(words));
create index published_finding_words_by_gram on published_finding_words using gin (search_grams(words));
create index disclosed_finding_words_by_gram on disclosed_finding_words using gin (search_grams(words));
-- how often the few thousand most frequent grams occur: what is said by many is found faster by walking from the newest on
alter index finding_words_by_gram alter column 1 set statistics 200;
alter index published_finding_words_by_gram alter column 1 set statistics 200;
create index finding_words_by_office on finding_words (office, opened_at desc, finding_id desc);
create index finding_words_of_target on finding_words (target_id, opened_at desc, finding_id desc);
create index published_finding_words_by_city on published_finding_words (office_city, opened_at desc, finding_id desc);
create index published_finding_words_by_province on published_finding_words (office_province, opened_at desc, finding_id desc);
create index disclosed_finding_words_of_disclosure on disclosed_finding_words (disclosure_id, opened_at desc, finding_id desc);

-- The register, by a part of a name or the beginning of a code.
create table unit_words (
  unit_id text primary key references unit (id),
  office text not null references office (code),
  region text not null,
  name text not null,
  code text not null,
  words text not null
);
create function unit_words_follow() returns trigger language plpgsql as $$
begin
  insert into unit_words select id, office, region, name, search_text(code), search_text(name) from changed;
  return null;
end $$;
create trigger words_insert after insert on unit referencing new table as changed
  for each statement execute function unit_words_follow();
insert into unit_words select id, office, region, name, search_text(code), search_text(name) from unit;
create index unit_words_by_gram on unit_words using gin (search_grams(words));
create index unit_words_by_name on unit_words (name, unit_id);
create index unit_words_by_code on unit_words (code);
create index unit_words_by_region on unit_words (region);

alter table finding_words enable row level security;
alter table finding_words force row level security;
alter table published_finding_words enable row level security;
alter table published_finding_words force row level security;
alter table disclosed_finding_words enable row level security;
alter table disclosed_finding_words force row level security;
alter table unit_words enable row level security;
alter table unit_words force row level security;
create policy owner_all on finding_words to current_user using (true) with check (true);
create policy owner_all on published_finding_words to current_user using (true) with check (true);
create policy owner_all on disclosed_finding_words to current_user using (true) with check (true);
create policy owner_all on unit_words to current_user using (true) with check (true);

-- Of a bare says_all the planner would think that two rows of three fail it; that one is distinct from false it takes for
-- likely, as it is where the grams are there.
create policy searches on finding_words for select to tier_runtime
  using (says_all(words, (select searched_words())) is distinct from false and search_grams(words) @> searched_grams()
         and exists (select 1 from finding f where f.id = finding_words.finding_id
                     and f.text_version = finding_words.text_version offset 0));
create policy searches on published_finding_words for select to tier_runtime
  using (says_all(words, (select searched_words())) is distinct from false and search_grams(words) @> searched_grams()
         and exists (select 1 from published_finding p where p.publication_id = published_finding_words.publication_id
                     and p.finding_id = published_finding_words.finding_id and p.is_current offset 0));
create policy searches on disclosed_finding_words for select to tier_runtime
  using (says_all(words, (select searched_words())) is distinct from false and search_grams(words) @> searched_grams()
         and exists (select 1 from disclosed_finding d where d.disclosure_id = disclosed_finding_words.disclosure_id
                     and d.finding_id = disclosed_finding_words.finding_id
                     and d.text_version = disclosed_finding_words.text_version and d.is_current offset 0));
-- the beginning of a code is a range of codes
create policy searches on unit_words for select to tier_runtime
  using (caller_person() is not null
         and (says_all(words, (select searched_words())) is distinct from false and search_grams(words) @> searched_grams()
              or code >= (select searched_code()) and code < (select searched_code()) || chr(1114111)));

create policy follows on finding_words for insert to tier_runtime
  with check (office = (select reading_office()) or target_id in (select m.target_id from my_team m));
create policy follows on published_finding_words for insert to tier_runtime with check (office = (select reading_office()));
create policy follows on disclosed_finding_words for insert to tier_runtime with check (office = (select reading_office()));
-- each unit has its words from the beginning, and its key admits no others
create policy follows on unit_words for insert to tier_runtime
  with check (exists (select 1 from unit u where u.id = unit_words.unit_id and u.office = unit_words.office offset 0));

grant select, insert on finding_words, published_finding_words, disclosed_finding_words, unit_words to tier_runtime;
