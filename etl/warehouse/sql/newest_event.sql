-- Grain: one row: the number of the newest event, 0 where there is none.
SELECT coalesce(max(event), 0) FROM journal;
