-- Grain: unit × months of the view's unit: those that stood elsewhere in some month of their life from $first to $last.
SELECT
    unit_scope.unit, unit_scope.first_month, unit_scope.last_month,
    greatest(current_unit.start_month, $first) AS life_from, least(current_unit.end_month, $last) AS life_to
FROM unit_scope
JOIN current_unit ON current_unit.unit = unit_scope.unit
WHERE
    unit_scope.ancestor = $unit
    AND (
        unit_scope.first_month > greatest(current_unit.start_month, $first)
        OR unit_scope.last_month < least(current_unit.end_month, $last)
    );
