-- Temporary table touched_unit. Grain: unit with a figure in the load in this_load.
CREATE OR REPLACE TEMP TABLE touched_unit AS
SELECT DISTINCT unit FROM series SEMI JOIN (SELECT series FROM loaded_value SEMI JOIN this_load USING (load)) USING (series);
