-- Keeps the units and the tree as they are now, and the units of new_scope.sql that are summed in it.
DELETE FROM kept_unit;
INSERT INTO kept_unit SELECT * FROM computed_unit ORDER BY unit;
DELETE FROM kept_former_name;
INSERT INTO kept_former_name SELECT * FROM computed_former_name ORDER BY unit, name;
DELETE FROM kept_place;
INSERT INTO kept_place SELECT * FROM computed_place ORDER BY unit, first_month;
DELETE FROM kept_scope;
INSERT INTO kept_scope SELECT * FROM new_scope ORDER BY ancestor, unit, first_month;
DELETE FROM summed_unit;
INSERT INTO summed_unit SELECT unit FROM new_summed ORDER BY unit;
