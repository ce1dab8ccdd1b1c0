-- Grain: KPI × view unit × month, as monthly.sql, from the sums that are kept for units with many below them.
WITH requested AS (
    SELECT
        unnest($kpi)::VARCHAR AS kpi, unnest($formula)::VARCHAR AS formula, unnest($is_rate)::BOOLEAN AS is_rate
),
word AS (
    SELECT formula, ancestor, month, min(word) AS first_word, max(word) AS last_word
    FROM formula_word
    WHERE ancestor IN (SELECT unnest($units)) AND month <= $until
    GROUP BY formula, ancestor, month
)
SELECT
    requested.kpi, kept.ancestor AS unit, kept.month, CAST(kept.numerator AS DOUBLE) AS numerator,
    CASE WHEN requested.is_rate THEN CAST(kept.denominator AS DOUBLE) END AS denominator,
    word.first_word IS NOT NULL AS approximate,
    CASE
        WHEN word.first_word IS NULL THEN ''
        WHEN word.first_word = word.last_word AND NOT requested.is_rate THEN word.first_word
        ELSE '约'
    END AS word,
    kept.reporters
FROM formula_sum AS kept
JOIN requested USING (formula)
LEFT JOIN word
    ON word.formula = kept.formula AND word.ancestor = kept.ancestor AND word.month = kept.month
WHERE kept.ancestor IN (SELECT unnest($units)) AND kept.month <= $until
ORDER BY requested.kpi, kept.ancestor, kept.month;
