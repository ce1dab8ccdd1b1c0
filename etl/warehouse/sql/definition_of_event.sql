-- Grain: file of the catalogue that an event was made under.
SELECT file, content FROM definition SEMI JOIN (SELECT sha256 FROM definition_use WHERE event = $event) USING (sha256)
ORDER BY file;
