-- Grain: each different row of {table} that the snapshots {since} to {until} added (copies > 0) or took away
-- (copies < 0), on balance: a row that came and went in between is left out.
SELECT * EXCLUDE (snapshot_id, rowid, change_type),
    sum(CASE WHEN change_type IN ('insert', 'update_postimage') THEN 1 ELSE -1 END) AS copies
FROM ducklake_table_changes('lake', 'main', '{table}', {since}, {until})
GROUP BY ALL
HAVING copies <> 0;
