-- Makes readers use the units and the tree that are kept. See the views of the same names in views.sql.
CREATE OR REPLACE VIEW unit_state AS SELECT * FROM kept_unit;
CREATE OR REPLACE VIEW former_name AS SELECT * FROM kept_former_name;
CREATE OR REPLACE VIEW unit_place AS SELECT * FROM kept_place;
CREATE OR REPLACE VIEW unit_scope AS SELECT * FROM kept_scope;
