-- Grain: unit; those with the most units below them first, so that the first without a parent is the whole bureau.
SELECT
    current_unit.unit, name, parent, aliases, reports, start_month, end_month, successor, coalesce(former, []) AS former
FROM current_unit
LEFT JOIN (SELECT ancestor, count(DISTINCT unit) AS below FROM unit_scope GROUP BY ancestor) AS scope
    ON scope.ancestor = current_unit.unit
LEFT JOIN (SELECT unit, list(name ORDER BY name) AS former FROM former_name GROUP BY unit) AS former USING (unit)
ORDER BY scope.below DESC NULLS LAST, current_unit.unit;
