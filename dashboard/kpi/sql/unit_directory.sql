-- Grain: unit; the names each goes by and the unit above it.
SELECT unit, name, parent, aliases FROM current_unit ORDER BY unit;
