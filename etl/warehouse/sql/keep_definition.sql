-- Grain: the files of one catalogue, unless it is already stored.
INSERT INTO definition
SELECT $sha256, unnest($files), unnest($contents)
WHERE NOT EXISTS (SELECT 1 FROM definition WHERE sha256 = $sha256);
