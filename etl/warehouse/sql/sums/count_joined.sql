-- The units that came into the scope of a summed unit, wholly or in some months, are added.
CREATE OR REPLACE TEMP TABLE counted_scope AS SELECT * FROM joined_scope;
CREATE OR REPLACE TEMP TABLE touched_unit AS SELECT DISTINCT unit FROM joined_scope;
