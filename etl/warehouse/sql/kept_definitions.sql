-- Grain: stored catalogue with the newest event made under it; the newest first.
SELECT max(event) FROM definition_use GROUP BY sha256 ORDER BY max(event) DESC;
