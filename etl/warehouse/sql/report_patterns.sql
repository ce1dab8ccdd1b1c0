-- Grain: pattern (its number in the order of patterns) × column that reports of this pattern fill (views.sql).
WITH numbered AS (
    SELECT indicator, dense_rank() OVER (ORDER BY pattern) - 1 AS number FROM pattern_column
)
SELECT numbered.number, series.dataset, numbered.indicator
FROM numbered
JOIN (SELECT DISTINCT dataset, indicator FROM current_series) AS series USING (indicator)
ORDER BY numbered.number, numbered.indicator;
