-- Appends a line to the record; the lock of lock_record.sql is held. PostgreSQL.
INSERT INTO board_record
SELECT coalesce(max(number), 0) + 1, %(line)s FROM board_record;
