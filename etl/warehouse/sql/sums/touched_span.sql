-- The span of the touched units' series as constants, so that DuckDB skips most figures.
SET VARIABLE first_touched = (SELECT min(series) FROM series SEMI JOIN touched_unit USING (unit));
SET VARIABLE last_touched = (SELECT max(series) FROM series SEMI JOIN touched_unit USING (unit));
