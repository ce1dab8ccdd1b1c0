-- How long this connection waits for a lock. PostgreSQL.
SELECT set_config('lock_timeout', %(wait)s, false);
