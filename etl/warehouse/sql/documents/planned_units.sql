-- Grain: unit directly below the view's unit that has a target of its own in the year.
SELECT DISTINCT current_unit.unit
FROM current_unit JOIN current_target ON current_target.unit = current_unit.unit
WHERE current_unit.parent = $unit AND current_target.year = $year
ORDER BY current_unit.unit;
