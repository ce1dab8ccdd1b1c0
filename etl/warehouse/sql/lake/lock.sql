-- The lock of the only writer of one lake; it ends with the connection. PostgreSQL.
SELECT pg_advisory_lock(hashtextextended(%(key)s, 0));
