-- Grain: kpi × unit: the targets of a year.
SELECT year, kpi, unit, target, profile, plan, source, owner, illustrative
FROM current_target WHERE year = $year ORDER BY unit, kpi;
