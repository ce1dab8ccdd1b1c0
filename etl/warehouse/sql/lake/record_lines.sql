-- Grain: one row a line of the record, oldest first. PostgreSQL.
SELECT line FROM board_record ORDER BY number;
