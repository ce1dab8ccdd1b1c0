-- Grain: year in which anything was reported or planned.
SELECT DISTINCT year(month) AS year FROM month_digest
UNION
SELECT DISTINCT year FROM current_target
ORDER BY year;
