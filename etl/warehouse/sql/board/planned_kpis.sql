-- Grain: KPI that one of the units has a target for in the year.
SELECT DISTINCT kpi FROM current_target WHERE year = $year AND unit IN (SELECT unnest($units)) ORDER BY kpi;
