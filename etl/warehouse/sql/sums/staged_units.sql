-- Temporary table touched_unit. Grain: unit with a figure in the staged file.
CREATE OR REPLACE TEMP TABLE touched_unit AS SELECT DISTINCT unit FROM staged_series;

-- uniqueness.sql asks of the figures only about these months.
SET VARIABLE first_checked = (SELECT coalesce(min(month), DATE '0001-01-01') FROM staged_figure);
SET VARIABLE last_checked = (SELECT coalesce(max(month), DATE '0001-01-01') FROM staged_figure);
