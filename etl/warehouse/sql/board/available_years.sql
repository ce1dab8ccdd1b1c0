-- Grain: year in which anything was reported or planned.
SELECT DISTINCT year(month) AS year FROM current_figure
UNION
SELECT DISTINCT year FROM current_target
ORDER BY year;
