-- The record of operations, beside DuckLake's tables, where no restore rewinds it. PostgreSQL.
-- Grain: one row a line, in the order of `number`. line: the JSON of etl/warehouse/operation_record.py.
CREATE TABLE IF NOT EXISTS board_record (number BIGINT NOT NULL, line BYTEA NOT NULL);
