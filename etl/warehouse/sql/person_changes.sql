-- Grain: one row a change of a person, in the order they were made.
SELECT change, name, role, units, recorded_at, recorded_by, why FROM person ORDER BY change;
