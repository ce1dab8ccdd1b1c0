-- Grain: one row: the content of one object.
SELECT content FROM read_blob($path);
