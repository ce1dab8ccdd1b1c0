-- Whether the connection, and with it its lock, is still there. PostgreSQL.
SELECT 1;
