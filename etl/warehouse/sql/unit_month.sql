-- One row: this connection shows units with their names and parents of this month.
CREATE OR REPLACE TEMP TABLE unit_month AS SELECT CAST($month AS DATE) AS month;
