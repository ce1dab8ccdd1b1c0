-- Grain: one row per object in a database file: its kind, name, and statement (tables) or ''. No view is run.
SELECT 'table' AS kind, table_name AS name, sql, estimated_size AS rows FROM duckdb_tables()
WHERE database_name = current_database() AND schema_name = 'main'
UNION ALL
SELECT 'view', view_name, '', 0 FROM duckdb_views()
WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal
UNION ALL
SELECT 'other', schema_name || '.' || table_name, '', 0 FROM duckdb_tables()
WHERE schema_name <> 'main' OR has_primary_key OR index_count > 0 OR check_constraint_count > 0
UNION ALL
SELECT 'other', schema_name || '.' || view_name, '', 0 FROM duckdb_views()
WHERE NOT internal AND schema_name <> 'main'
UNION ALL
SELECT 'other', schema_name, '', 0 FROM duckdb_schemas() WHERE NOT internal AND schema_name <> 'main'
UNION ALL
SELECT 'other', function_name, '', 0 FROM duckdb_functions() WHERE NOT internal
UNION ALL
SELECT 'other', type_name, '', 0 FROM duckdb_types() WHERE NOT internal
UNION ALL
SELECT 'other', sequence_name, '', 0 FROM duckdb_sequences()
UNION ALL
SELECT 'other', index_name, '', 0 FROM duckdb_indexes();
