-- Grain: one row: the newest freeze that closed $month, null if it was never closed.
SELECT max(event)
FROM (
    SELECT event, month, kind, lag(frozen_through) OVER (ORDER BY event) AS frozen_before FROM freeze_event
)
WHERE kind = 'frozen' AND month >= $month AND (frozen_before IS NULL OR frozen_before < $month);
