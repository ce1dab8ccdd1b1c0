-- Temporary table touched_unit. Grain: unit with a figure in the staged file.
CREATE OR REPLACE TEMP TABLE touched_unit AS SELECT DISTINCT unit FROM staged_series;
