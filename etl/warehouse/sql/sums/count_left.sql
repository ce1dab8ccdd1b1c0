-- The units that left the scope of a summed unit, wholly or in some months, are taken out.
CREATE OR REPLACE TEMP TABLE counted_scope AS SELECT * FROM left_scope;
CREATE OR REPLACE TEMP TABLE touched_unit AS SELECT DISTINCT unit FROM left_scope;
