-- Grain: unit: all units, with their names.
SELECT unit, name FROM current_unit ORDER BY unit;
