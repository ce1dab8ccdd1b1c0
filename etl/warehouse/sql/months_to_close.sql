-- Grain: month that a freeze through $month closes, oldest first: after $closed (null: nothing is closed), from the first
-- month with a figure; $month itself in any case.
SELECT CAST(month AS DATE) AS month
FROM (
    SELECT unnest(generate_series(
        least((SELECT min(month) FROM month_digest), CAST($month AS DATE)), CAST($month AS DATE), INTERVAL 1 MONTH
    )) AS month
)
WHERE $closed IS NULL OR month > CAST($closed AS DATE)
ORDER BY month;
