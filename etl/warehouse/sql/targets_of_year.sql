-- Grain: kpi × unit × effective: the targets of a year.
SELECT year, kpi, unit, target, profile, plan, source, owner, illustrative, effective
FROM current_target WHERE year = $year ORDER BY unit, kpi, effective NULLS FIRST;
