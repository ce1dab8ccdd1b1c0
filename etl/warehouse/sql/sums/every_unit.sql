-- Temporary table touched_unit: all units with figures.
CREATE OR REPLACE TEMP TABLE touched_unit AS SELECT DISTINCT unit FROM series;
