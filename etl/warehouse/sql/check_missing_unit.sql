-- Grain: table × dataset × month × unit that reported the month before but, after the load, not this month;
-- only for tables with several units. kept: the figures in the warehouse besides the file's own, from $first, the month
-- before the file's first, to $last, the file's last.
WITH staged AS (SELECT DISTINCT table_number, reporter, month FROM staged_figure WHERE NOT withdrawn),
reporter AS (SELECT DISTINCT reporter, dataset, unit FROM staged_series),
month_in_file AS (
    SELECT table_number, dataset, month
    FROM staged JOIN reporter USING (reporter)
    GROUP BY table_number, dataset, month
    QUALIFY min(min(reporter)) OVER (PARTITION BY table_number, dataset)
        < max(max(reporter)) OVER (PARTITION BY table_number, dataset)
),
kept AS (
    SELECT DISTINCT dataset, unit, month
    FROM kept_figure SEMI JOIN month_in_file USING (dataset)
    WHERE month BETWEEN $first AND $last
),
expected AS (
    SELECT dataset, unit, next.month
    FROM (SELECT reporter, CAST(month + INTERVAL 1 MONTH AS DATE) AS month FROM staged WHERE month < $last) AS next
    ANTI JOIN staged USING (reporter, month)
    JOIN reporter USING (reporter)
    UNION
    SELECT dataset, unit, next.month
    FROM (
        SELECT dataset, unit, reporter, CAST(month + INTERVAL 1 MONTH AS DATE) AS month
        FROM kept LEFT JOIN reporter USING (dataset, unit)
    ) AS next
    ANTI JOIN staged USING (reporter, month)
)
SELECT month_in_file.table_number, dataset, month, unit
FROM expected
ANTI JOIN kept USING (dataset, unit, month)
JOIN month_in_file USING (dataset, month)
JOIN current_unit USING (unit)
WHERE coalesce(current_unit.end_month, month) >= month
ORDER BY table_number, dataset, month, unit;
