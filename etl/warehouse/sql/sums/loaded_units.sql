-- Temporary table touched_unit. Grain: unit with a figure in the load in this_load.
CREATE OR REPLACE TEMP TABLE touched_unit AS
SELECT DISTINCT unit FROM series SEMI JOIN (SELECT series FROM loaded_value SEMI JOIN this_load USING (load)) USING (series);

-- uniqueness.sql asks of the figures only about these months.
SET VARIABLE first_checked = (SELECT coalesce(min(month), DATE '0001-01-01') FROM loaded_value SEMI JOIN this_load USING (load));
SET VARIABLE last_checked = (SELECT coalesce(max(month), DATE '0001-01-01') FROM loaded_value SEMI JOIN this_load USING (load));
