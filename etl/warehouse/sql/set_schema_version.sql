-- The schema that a migration has led to.
UPDATE meta SET value = $schema WHERE key = 'schema_version';
