-- Grain: one row: how many kept reports of a span of months differ from those of the figures in `cell`.
WITH computed AS (
    SELECT unit, dataset, month, array_to_string(list_sort(list(indicator)), ' ') AS columns
    FROM cell GROUP BY unit, dataset, month
),
kept AS (
    SELECT unit, dataset, month, columns
    FROM kept_report JOIN report_pattern USING (pattern)
    WHERE month BETWEEN $first AND $last
)
SELECT count(*) FROM ((FROM computed EXCEPT FROM kept) UNION ALL (FROM kept EXCEPT FROM computed));
