-- Grain: unit; every unit there is, with its name.
SELECT unit, name FROM current_unit ORDER BY unit;
