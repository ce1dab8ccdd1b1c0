-- Puts the rows of given in the place of the lake's table {table}, with given's columns.
DROP TABLE IF EXISTS lake.main.{table};

CREATE TABLE lake.main.{table} AS FROM given;
