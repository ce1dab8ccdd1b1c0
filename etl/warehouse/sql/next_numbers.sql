-- Grain: one row: the numbers of the next event and of the next load.
SELECT (SELECT coalesce(max(event), 0) + 1 FROM journal), (SELECT coalesce(max(load), 0) + 1 FROM load_record);
