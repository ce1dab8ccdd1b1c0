-- Brings the local table {table} in step with changed, the rows of changed_rows.sql.
DELETE FROM {table} USING changed WHERE copies < 0 AND {same};

INSERT INTO {table}
SELECT * EXCLUDE (copies) FROM changed WHERE copies > 0;
