-- Grain: one row per figure of the load $load: its current value, and the one after the load is undone, or redone if it is
-- undone now. old_load and new_load are the loads these values come from, null where there is no value.
WITH touched AS (
    SELECT DISTINCT series, month FROM loaded_value WHERE load = $load
),
active_then AS (
    SELECT load FROM load WHERE (load <> $load AND state = 'active') OR (load = $load AND state = 'undone')
),
standing_then AS (
    SELECT series, month, value, word, load
    FROM loaded_value
    SEMI JOIN touched USING (series, month)
    SEMI JOIN active_then USING (load)
    QUALIFY row_number() OVER (PARTITION BY series, month ORDER BY load DESC) = 1
)
SELECT
    dataset, indicator, unit, month, before.value AS old, later.value AS new,
    before.word AS old_word, later.word AS new_word,
    CASE
        WHEN (before.value, before.word) IS NOT DISTINCT FROM (later.value, later.word) THEN 'unchanged'
        WHEN before.value IS NULL THEN 'added'
        WHEN later.value IS NULL THEN 'withdrawn'
        ELSE 'changed'
    END AS kind,
    before.load AS old_load, later.load AS new_load
FROM touched
JOIN series USING (series)
LEFT JOIN latest_value AS before USING (series, month)
LEFT JOIN (FROM standing_then WHERE value IS NOT NULL) AS later USING (series, month);
