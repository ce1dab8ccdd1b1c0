-- Grain: task: those of a year.
SELECT year, task, title, unit, due, status, done_on, source
FROM current_task WHERE year = $year ORDER BY task;
