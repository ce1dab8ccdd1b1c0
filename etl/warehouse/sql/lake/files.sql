-- Grain: one row: of how many files the newest state consists. PostgreSQL.
SELECT
    (SELECT count(*) FROM ducklake_data_file WHERE end_snapshot IS NULL)
    + (SELECT count(*) FROM ducklake_delete_file WHERE end_snapshot IS NULL);
