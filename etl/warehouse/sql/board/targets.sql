-- Grain: KPI × view unit × effective, for those with a target in the year, in the order of effective. plan: twelve cumulative figures or null.
SELECT kpi, unit, target, profile, plan, source, owner, illustrative, effective
FROM current_target
WHERE year = $year AND unit IN (SELECT unnest($units)) AND kpi IN (SELECT unnest($kpis))
ORDER BY kpi, unit, effective NULLS FIRST;
