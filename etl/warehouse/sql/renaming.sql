-- One row: the id that a column or KPI had, and the one it has now.
CREATE OR REPLACE TEMP TABLE renaming AS SELECT $old AS old, $new AS new;
