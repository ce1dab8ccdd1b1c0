-- Keeps the tree of new_tree.sql and the units that are summed in it.
DELETE FROM kept_scope;
INSERT INTO kept_scope SELECT * FROM new_scope ORDER BY ancestor, unit, first_month;
DELETE FROM summed_unit;
INSERT INTO summed_unit SELECT unit FROM new_summed ORDER BY unit;
