-- Removes a table that the version to be stored does not have.
DROP TABLE lake.main.{table};
