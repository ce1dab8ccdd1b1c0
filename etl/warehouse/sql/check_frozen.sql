-- Grain: one row a staged figure that would change a frozen month; one that stays the same passes.
SELECT table_number, "row", "column", text, indicator, unit, month, old, value AS new
FROM staged_change, frozen
WHERE kind <> 'unchanged' AND month <= frozen.frozen_through
ORDER BY table_number, "row", "column";
