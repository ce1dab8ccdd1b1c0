-- Grain: pattern (its number in the order of patterns) × column that reports of this pattern fill (views.sql).
SELECT dense_rank() OVER (ORDER BY pattern) - 1 AS number, indicator FROM pattern_column ORDER BY number, indicator;
