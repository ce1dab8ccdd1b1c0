-- Grain: one row an object, in order.
SELECT file FROM glob($pattern) ORDER BY file;
