-- Grain: one row per staged target, task, unit, note or annual figure: what it would change, old and new as short text.
WITH compared AS (
    SELECT
        staged.table_number, 'targets' AS dataset,
        concat_ws(' ', staged.year, staged.kpi, staged.unit, strftime(staged.effective, '%Y-%m')) AS key,
        staged."row", CAST(standing.target AS VARCHAR) AS old, CAST(staged.target AS VARCHAR) AS new,
        standing.kpi IS NULL AS is_new,
        (standing.target, standing.profile, standing.plan, standing.source, standing.owner,
            standing.illustrative) IS DISTINCT FROM
        (staged.target, staged.profile, staged.plan, staged.source, staged.owner,
            staged.illustrative) AS differs
    FROM staged_target AS staged
    LEFT JOIN latest_target AS standing
        ON standing.year = staged.year AND standing.kpi = staged.kpi AND standing.unit = staged.unit
            AND standing.effective IS NOT DISTINCT FROM staged.effective
    UNION ALL
    SELECT
        staged.table_number, 'tasks', concat_ws(' ', staged.year, staged.task), staged."row",
        concat_ws(' ', standing.title, standing.status, standing.due, standing.done_on),
        concat_ws(' ', staged.title, staged.status, staged.due, staged.done_on),
        standing.task IS NULL,
        (standing.title, standing.unit, standing.due, standing.status, standing.done_on, standing.source)
        IS DISTINCT FROM
        (staged.title, staged.unit, staged.due, staged.status, staged.done_on, staged.source)
    FROM staged_task AS staged LEFT JOIN latest_task AS standing USING (year, task)
    UNION ALL
    SELECT
        staged.table_number, 'units', concat_ws(' ', staged.unit, strftime(staged.effective, '%Y-%m')), staged."row", standing.name, staged.name,
        standing.unit IS NULL,
        (standing.name, standing.parent, standing.aliases, standing.reports, standing.start_month,
            standing.end_month, standing.successor) IS DISTINCT FROM
        (staged.name, staged.parent, staged.aliases, staged.reports, staged.start_month, staged.end_month,
            staged.successor)
    FROM staged_unit AS staged
    LEFT JOIN latest_unit_row AS standing
        ON standing.unit = staged.unit AND standing.effective IS NOT DISTINCT FROM staged.effective
    UNION ALL
    SELECT
        staged.table_number, 'notes',
        concat_ws(' ', strftime(staged.month, '%Y-%m'), staged.unit, staged.kpi), staged."row",
        standing.text, staged.text, standing.kpi IS NULL, standing.text IS DISTINCT FROM staged.text
    FROM staged_note AS staged LEFT JOIN latest_note AS standing USING (month, unit, kpi)
    UNION ALL
    SELECT
        staged.table_number, 'annual_figures', concat_ws(' ', staged.year, staged.kpi, staged.unit),
        staged."row", concat_ws(' ', standing.value, nullif(standing.word, '')),
        concat_ws(' ', staged.value, nullif(staged.word, '')), standing.kpi IS NULL,
        (standing.value, standing.word) IS DISTINCT FROM (staged.value, staged.word)
    FROM staged_annual_figure AS staged LEFT JOIN latest_annual_figure AS standing USING (year, kpi, unit)
)
SELECT
    table_number, dataset, key, CASE WHEN is_new THEN NULL ELSE old END AS old, new,
    CASE WHEN is_new THEN 'added' WHEN differs THEN 'changed' ELSE 'unchanged' END AS kind, "row"
FROM compared
ORDER BY dataset, key;
