-- Grain: one row per load whose recorded counts differ from the history.
WITH stored AS (
    SELECT load, count(*) AS rows
    FROM (
        SELECT load FROM figure UNION ALL SELECT load FROM target UNION ALL SELECT load FROM task
        UNION ALL SELECT load FROM unit UNION ALL SELECT load FROM note
        UNION ALL SELECT load FROM annual_figure
    )
    GROUP BY load
)
SELECT load_record.load, figures, coalesce(stored.rows, 0)
FROM load_record LEFT JOIN stored USING (load)
WHERE figures <> coalesce(stored.rows, 0)
ORDER BY load_record.load;
