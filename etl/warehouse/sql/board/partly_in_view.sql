-- Grain: unit × months of the view's unit: those that did not belong to it from $first to $last without a break.
SELECT unit, first_month, last_month
FROM unit_scope
WHERE ancestor = $unit AND (first_month > $first OR last_month < $last);
