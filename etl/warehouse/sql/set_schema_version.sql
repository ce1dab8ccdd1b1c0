-- Records the schema version after a migration.
UPDATE meta SET value = $schema WHERE key = 'schema_version';
