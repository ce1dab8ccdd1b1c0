-- Grain: unit; those with most units below first, so that the first without a parent is the whole bureau.
SELECT current_unit.unit, name, parent, aliases, reports, start_month, end_month
FROM current_unit
JOIN (SELECT ancestor, count(*) AS below FROM unit_scope GROUP BY ancestor) AS scope
    ON scope.ancestor = current_unit.unit
ORDER BY scope.below DESC, current_unit.unit;
