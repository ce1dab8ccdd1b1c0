-- As take_counted_sums.sql, for the words in the frame counted_word.
INSERT INTO word_change
SELECT * FROM counted_word
WHERE formula IN (SELECT formula FROM term_to_sum) AND NOT list_contains($stale::DATE[], month);
