-- Grain: KPI × view unit, for those with a target in the year. plan: twelve cumulative figures or null.
SELECT kpi, unit, target, profile, plan, source, owner, illustrative
FROM current_target
WHERE year = $year AND unit IN (SELECT unnest($units)) AND kpi IN (SELECT unnest($kpis));
