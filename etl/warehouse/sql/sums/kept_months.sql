-- Grain: month with a figure, as kept.
SELECT DISTINCT month FROM kept_digest ORDER BY month;
