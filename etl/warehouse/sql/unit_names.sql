-- Grain: one row a unit of the current unit table.
SELECT unit, name, parent FROM current_unit;
