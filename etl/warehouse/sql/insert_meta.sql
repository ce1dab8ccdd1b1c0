-- One row: a fact about the warehouse as a whole.
INSERT INTO meta VALUES ($key, $value);
