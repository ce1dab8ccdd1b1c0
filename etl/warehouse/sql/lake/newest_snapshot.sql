-- Grain: one row: the newest snapshot of a lake that has our tables; none where it was not begun. PostgreSQL.
SELECT
    snapshot_id, CAST(extract(epoch FROM snapshot_time) * 1000000 AS BIGINT) AS made_at,
    schema_version
FROM ducklake_snapshot
WHERE EXISTS (SELECT 1 FROM ducklake_table WHERE table_name = 'meta' AND end_snapshot IS NULL)
ORDER BY snapshot_id DESC LIMIT 1;
