-- Grain: the newest event: the catalogue it was made under.
INSERT INTO definition_use SELECT max(event), $sha256 FROM journal;
