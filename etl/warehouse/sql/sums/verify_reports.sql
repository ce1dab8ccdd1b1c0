-- Grain: one row: how many kept reports differ from the current figures.
WITH computed AS (
    SELECT unit, dataset, month, string_agg(indicator, ' ' ORDER BY indicator) AS columns
    FROM latest_figure GROUP BY unit, dataset, month
),
kept AS (SELECT unit, dataset, month, columns FROM kept_report JOIN report_pattern USING (pattern))
SELECT count(*) FROM ((FROM computed EXCEPT FROM kept) UNION ALL (FROM kept EXCEPT FROM computed));
