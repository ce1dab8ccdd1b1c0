-- Grain: one row per value stored under $key; the key 'restored' has several.
SELECT value FROM meta WHERE key = $key;
