-- Grain: table × row of a unit file that gives a unit a first or last month which leaves out figures of it that the
-- warehouse holds, and counted before: how many, and of which months.
SELECT
    staged.table_number, any_value(staged."row") AS "row", unit.unit, any_value(unit.start_month) AS start_month,
    any_value(unit.end_month) AS end_month, any_value(unit.successor) AS successor, count(*) AS figures,
    min(figure.month) AS first_month, max(figure.month) AS last_month
FROM staged_unit AS staged
JOIN current_unit AS unit USING (unit)
JOIN current_figure AS figure USING (unit)
LEFT JOIN (
    SELECT unit, arg_max(start_month, load) AS start_month, arg_max(end_month, load) AS end_month
    FROM latest_unit_row
    GROUP BY unit
) AS before USING (unit)
WHERE (figure.month < unit.start_month OR figure.month > unit.end_month)
    AND NOT coalesce(figure.month < before.start_month OR figure.month > before.end_month, FALSE)
GROUP BY staged.table_number, unit.unit
ORDER BY staged.table_number, "row";
