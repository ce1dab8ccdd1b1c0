-- Forgets every value kept under $key.
DELETE FROM meta WHERE key = $key;
