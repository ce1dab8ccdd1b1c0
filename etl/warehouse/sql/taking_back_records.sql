-- Grain: one row per target, task, unit, note or annual figure of the load $load: the load that its current row comes from, and
-- the load it would come from after $load is undone, or redone if it is undone now; null where there is none.
WITH record AS (
    SELECT load, concat_ws(' ', 'targets', year, kpi, unit, effective) AS key FROM target
    UNION ALL SELECT load, concat_ws(' ', 'tasks', year, task) FROM task
    UNION ALL SELECT load, concat_ws(' ', 'units', unit, effective) FROM unit
    UNION ALL SELECT load, concat_ws(' ', 'notes', month, unit, kpi) FROM note
    UNION ALL SELECT load, concat_ws(' ', 'annual_figures', year, kpi, unit) FROM annual_figure
)
SELECT
    max(load) FILTER (state = 'active') AS old_load,
    max(load) FILTER ((load <> $load AND state = 'active') OR (load = $load AND state = 'undone')) AS new_load
FROM record
JOIN load USING (load)
SEMI JOIN (SELECT key FROM record WHERE load = $load) AS touched USING (key)
GROUP BY key;
