-- Grain: unit × effective: the rows of a unit file, parents before the units below them.
SELECT
    current_unit_row.unit, name, parent, aliases, reports, start_month, end_month, successor, effective
FROM current_unit_row
LEFT JOIN (SELECT ancestor, count(DISTINCT unit) AS below FROM unit_scope GROUP BY ancestor) AS scope
    ON scope.ancestor = current_unit_row.unit
ORDER BY scope.below DESC NULLS LAST, current_unit_row.unit, effective NULLS FIRST;
