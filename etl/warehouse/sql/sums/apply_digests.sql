-- Brings the digests by month in step with what was gathered.
CREATE OR REPLACE TEMP TABLE digest_after AS
SELECT dataset, month, sum(figures)::BIGINT AS figures, bit_xor(digest) AS digest
FROM (SELECT * FROM kept_digest UNION ALL SELECT * FROM digest_change)
GROUP BY dataset, month
HAVING sum(figures) <> 0;

DELETE FROM kept_digest;

INSERT INTO kept_digest SELECT * FROM digest_after ORDER BY dataset, month;
