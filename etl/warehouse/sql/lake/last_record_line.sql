-- Grain: one row: the last line of the record; none where it has no line. PostgreSQL.
SELECT line FROM board_record ORDER BY number DESC LIMIT 1;
