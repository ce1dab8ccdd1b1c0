-- Grain: one row per staged figure that would change a frozen month; an unchanged figure passes.
SELECT table_number, "row", "column", text, indicator, unit, month, old, value AS new
FROM staged_change, frozen
WHERE kind <> 'unchanged' AND month <= frozen.frozen_through
ORDER BY table_number, "row", "column";
