-- Grain: one row: how many rows {table} has, and a checksum that changes with any of them.
SELECT count(*) AS rows, sum(CAST(hash(t) AS HUGEINT)) AS sum FROM {table} AS t;
