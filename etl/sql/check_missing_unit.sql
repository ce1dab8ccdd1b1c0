-- Grain: table × dataset × month × unit that reported the month before, and after the load not this month; only
-- in tables of several units.
WITH staged AS (
    SELECT DISTINCT table_number, dataset, unit, month FROM staged_figure WHERE NOT withdrawn
),
several AS (
    SELECT table_number, dataset FROM staged GROUP BY table_number, dataset HAVING count(DISTINCT unit) > 1
),
month_in_file AS (
    SELECT DISTINCT table_number, dataset, month FROM staged SEMI JOIN several USING (table_number, dataset)
),
reported AS (
    SELECT DISTINCT dataset, unit, month
    FROM current_figure SEMI JOIN month_in_file USING (dataset)
)
SELECT month_in_file.table_number, month_in_file.dataset, month_in_file.month, reported.unit
FROM month_in_file
JOIN reported
    ON reported.dataset = month_in_file.dataset
    AND reported.month = CAST(month_in_file.month - INTERVAL 1 MONTH AS DATE)
JOIN current_unit ON current_unit.unit = reported.unit
WHERE coalesce(current_unit.end_month, month_in_file.month) >= month_in_file.month
    AND (month_in_file.dataset, reported.unit, month_in_file.month) NOT IN (
        SELECT (dataset, unit, month) FROM reported
    )
ORDER BY month_in_file.table_number, month_in_file.dataset, month_in_file.month, reported.unit;
