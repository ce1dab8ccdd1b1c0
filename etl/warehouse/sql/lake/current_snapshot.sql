-- Grain: one row: the number of the snapshot that this transaction reads.
SELECT id FROM lake.current_snapshot();
