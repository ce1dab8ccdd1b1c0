-- Grain: one row: the snapshot %(number)s, if it is still known. PostgreSQL.
SELECT
    snapshot_id, CAST(extract(epoch FROM snapshot_time) * 1000000 AS BIGINT) AS made_at,
    schema_version
FROM ducklake_snapshot WHERE snapshot_id = %(number)s;
