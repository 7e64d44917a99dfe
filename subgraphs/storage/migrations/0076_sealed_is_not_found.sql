-- 已遮盖的不可检索 What is sealed is not found, because nobody may read its words: they need not be rewritten. A second policy for a
-- trigger that does had every search below read all words, since two policies are one condition that no index answers.

drop trigger words_sealed on published_finding;
drop function published_finding_words_sealed();
drop policy follows_reading on published_finding_words;
drop policy follows_seal on published_finding_words;
revoke update (words) on published_finding_words from tier_runtime;
alter policy searches on published_finding_words
  using (says_all(words, (select searched_words())) is distinct from false and search_grams(words) @> searched_grams()
         and exists (select 1 from published_finding p where p.publication_id = published_finding_words.publication_id
                     and p.finding_id = published_finding_words.finding_id and p.is_current and p.sealed_at is null offset 0));
