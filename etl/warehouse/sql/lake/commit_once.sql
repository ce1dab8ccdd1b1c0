-- The writer's lock keeps order. If it was lost in the middle, the second of two commits fails instead of being tried again.
SET ducklake_max_retry_count = 0;
