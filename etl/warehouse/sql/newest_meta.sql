-- Grain: one row: the greatest value kept under $key, null where none is.
SELECT max(value) FROM meta WHERE key = $key;
