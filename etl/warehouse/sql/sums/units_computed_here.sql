-- Temporary views for a connection whose units differ from the current ones: it computes from the units it shows.
CREATE OR REPLACE TEMP VIEW unit_state AS SELECT * FROM computed_unit;
CREATE OR REPLACE TEMP VIEW former_name AS SELECT * FROM computed_former_name;
CREATE OR REPLACE TEMP VIEW unit_place AS SELECT * FROM computed_place;
CREATE OR REPLACE TEMP VIEW unit_scope AS SELECT * FROM computed_scope;
CREATE OR REPLACE TEMP VIEW summed_unit AS SELECT NULL::VARCHAR AS unit WHERE false;
