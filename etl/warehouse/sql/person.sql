-- Grain: one row, the person of this name; none where nobody of this name has a role.
SELECT role, units FROM current_person WHERE name = $name;
