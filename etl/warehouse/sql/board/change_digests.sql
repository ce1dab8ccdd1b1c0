-- Grain: dataset × year, with a digest of its current figures, and of the loads that begin in this year and hold it,
-- their undos and redos. A row without dataset: a digest of all other changes (freezes, restored backups, loads that
-- name no dataset). year is null where a load has no months. Unread columns count among what a load holds. The head of the
-- record of operations (record_head) changes with every operation and no answer depends on it.
WITH unread AS (
    SELECT load, list(DISTINCT dataset) AS datasets, min(month) AS first_month FROM unread_column GROUP BY load
),
loaded AS (
    SELECT
        load, event, loaded_at, sha256,
        list_distinct(list_concat(load_record.datasets, unread.datasets)) AS datasets,
        least(load_record.first_month, unread.first_month) AS first_month
    FROM load_record
    LEFT JOIN unread USING (load)
),
happened AS (
    SELECT event, 'loaded' AS kind, loaded_at AS moment, sha256 AS detail, datasets, first_month FROM loaded
    UNION ALL
    SELECT change.event, change.kind, change.recorded_at, loaded.sha256, loaded.datasets, loaded.first_month
    FROM load_event AS change
    JOIN loaded USING (load)
),
touched AS (
    SELECT
        unnest(CASE WHEN len(datasets) > 0 THEN datasets ELSE [NULL] END) AS dataset,
        year(first_month) AS year, event, kind, moment, detail
    FROM happened
    UNION ALL
    SELECT NULL, NULL, event, kind, recorded_at, concat_ws(' ', month, frozen_through) FROM freeze_event
    UNION ALL
    SELECT NULL, NULL, 0, key, NULL, value FROM meta WHERE key <> 'record_head'
    UNION ALL
    SELECT
        dataset, year(month), 0, 'figures', NULL, CAST(bit_xor(digest) AS VARCHAR)
    FROM month_digest
    GROUP BY dataset, year(month)
)
SELECT
    dataset, year, md5(string_agg(concat_ws('|', event, kind, moment, detail), '\n' ORDER BY event, kind, detail)) AS digest
FROM touched
GROUP BY dataset, year;
