-- One row: the load that the following statements work on.
CREATE OR REPLACE TEMP TABLE this_load AS SELECT CAST($load AS INTEGER) AS load;
