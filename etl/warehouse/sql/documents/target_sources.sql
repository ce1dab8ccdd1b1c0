-- Grain: KPI with a target for the view's unit in the year.
SELECT kpi, load FROM current_target WHERE year = $year AND unit = $unit ORDER BY kpi;
