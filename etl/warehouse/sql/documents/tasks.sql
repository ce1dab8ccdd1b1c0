-- Grain: task of the year whose unit is in view, or that names no unit where the view is the whole bureau.
SELECT task, title, coalesce(current_task.unit, '') AS unit, due, status, done_on, coalesce(source, '') AS source, load
FROM current_task
WHERE year = $year
    AND coalesce(nullif(current_task.unit, ''), $unit) IN (SELECT unit FROM unit_scope WHERE ancestor = $unit)
ORDER BY due, task;
