-- Grain: file of the catalogue in force when the event was made.
SELECT file, content FROM definition SEMI JOIN (SELECT sha256 FROM definition_use WHERE event = $event) USING (sha256)
ORDER BY file;
