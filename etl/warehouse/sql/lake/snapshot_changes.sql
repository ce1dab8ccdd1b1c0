-- Grain: one row a snapshot after %(since)s up to %(until)s: what it changed, as DuckLake writes it. PostgreSQL.
SELECT changes_made FROM ducklake_snapshot_changes
WHERE snapshot_id > %(since)s AND snapshot_id <= %(until)s ORDER BY snapshot_id;
