-- Grain: one row a person who has a role, by name.
SELECT name, role, units, recorded_at, recorded_by, why FROM current_person ORDER BY name;
