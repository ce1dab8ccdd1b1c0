-- Grain: KPI with a target for the view's unit that counts in the as-of month.
SELECT kpi, load
FROM current_target
WHERE year = $year AND unit = $unit AND coalesce(effective, $as_of) <= $as_of
QUALIFY row_number() OVER (PARTITION BY kpi ORDER BY effective DESC NULLS LAST) = 1
ORDER BY kpi;
