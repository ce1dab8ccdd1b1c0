-- Grain: one row: the newest load or freeze whose catalogue was kept, null where none was.
SELECT max(event) FROM definition_use;
