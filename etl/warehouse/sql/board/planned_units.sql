-- Grain: unit that has a target of the year for one of the KPIs and is, or has below it, one of $units; the one
-- with the most units below it first.
SELECT planned.unit
FROM (SELECT DISTINCT unit FROM current_target WHERE year = $year AND kpi IN (SELECT unnest($kpis))) AS planned
JOIN unit_scope ON unit_scope.ancestor = planned.unit
GROUP BY planned.unit
HAVING count(*) FILTER (unit_scope.unit IN (SELECT unnest($units))) > 0
ORDER BY count(DISTINCT unit_scope.unit) DESC, planned.unit;
