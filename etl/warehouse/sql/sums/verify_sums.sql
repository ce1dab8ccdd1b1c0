-- Grain: one row: how many sums, words and digests differ from those gathered from the history.
WITH sums AS (
    SELECT formula, ancestor, month, sum(numerator) AS numerator, sum(denominator) AS denominator,
        sum(reporters)::BIGINT AS reporters
    FROM sum_change GROUP BY formula, ancestor, month
),
words AS (
    SELECT formula, ancestor, month, word, sum(figures)::BIGINT AS figures
    FROM word_change GROUP BY formula, ancestor, month, word
),
digests AS (
    SELECT dataset, month, sum(figures)::BIGINT AS figures, bit_xor(digest) AS digest
    FROM digest_change GROUP BY dataset, month
)
SELECT
    (SELECT count(*) FROM ((FROM sums EXCEPT FROM formula_sum) UNION ALL (FROM formula_sum EXCEPT FROM sums)))
    + (SELECT count(*) FROM ((FROM words EXCEPT FROM formula_word) UNION ALL (FROM formula_word EXCEPT FROM words)))
    + (SELECT count(*) FROM ((FROM digests EXCEPT FROM kept_digest) UNION ALL (FROM kept_digest EXCEPT FROM digests)));
