-- Whoever appends to the record is alone until the transaction ends; readers go on. PostgreSQL.
LOCK TABLE board_record IN SHARE ROW EXCLUSIVE MODE;
