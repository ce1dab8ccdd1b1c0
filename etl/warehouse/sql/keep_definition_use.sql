-- Grain: the newest event: the catalogue in force when it was made.
INSERT INTO definition_use SELECT max(event), $sha256 FROM journal;
