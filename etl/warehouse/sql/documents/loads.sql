-- Grain: load, the oldest first, undone ones included.
SELECT
    load, loaded_at, loaded_by, file, datasets, first_month, last_month, rows, figures,
    added, changed, unchanged, withdrawn, coalesce(note, '') AS note, state
FROM load
ORDER BY load;
