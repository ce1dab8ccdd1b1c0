-- Grain: one row a value kept under $key; restores have several.
SELECT value FROM meta WHERE key = $key;
