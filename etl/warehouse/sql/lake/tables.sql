-- Grain: one row a present table of the lake: the number that DuckLake gives it, and its name. PostgreSQL.
SELECT table_id, table_name FROM ducklake_table WHERE end_snapshot IS NULL;
