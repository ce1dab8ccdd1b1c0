-- Grain: one row a load, in the order they were made.
SELECT
    load, loaded_at, loaded_by, file, sha256, datasets, first_month, last_month, rows, figures,
    added, changed, unchanged, withdrawn, note, state
FROM load ORDER BY load;
