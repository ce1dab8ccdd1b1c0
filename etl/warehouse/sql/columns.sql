-- Grain: one row per column of a table of this database, with its type; in order of names, because an upgrade adds
-- columns at the end.
SELECT table_name, column_name, data_type FROM duckdb_columns()
WHERE database_name = current_database()
AND table_name IN (SELECT table_name FROM duckdb_tables() WHERE database_name = current_database())
ORDER BY table_name, column_name;
