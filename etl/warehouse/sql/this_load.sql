-- One row: the load that the statements after it are about.
CREATE OR REPLACE TEMP TABLE this_load AS SELECT CAST($load AS INTEGER) AS load;
