-- Grain: one row: the unit without a parent, the whole bureau; if several, the one with the most units below it.
SELECT unit_scope.ancestor AS unit
FROM unit_scope
JOIN current_unit ON current_unit.unit = unit_scope.ancestor
WHERE NOT EXISTS (SELECT 1 FROM current_unit AS above WHERE above.unit = current_unit.parent)
GROUP BY unit_scope.ancestor
ORDER BY count(DISTINCT unit_scope.unit) DESC, unit_scope.ancestor
LIMIT 1;
