-- A temporary view of the loads that were active after the event in as_of, so that targets, tasks, units and notes
-- show the state of that time. Grain: one row per load.
CREATE OR REPLACE TEMP VIEW active_load AS
SELECT load_record.load
FROM load_record
LEFT JOIN (
    SELECT load, arg_max(kind, event) AS kind
    FROM load_event WHERE event <= (SELECT event FROM as_of)
    GROUP BY load
) AS newest ON newest.load = load_record.load
WHERE load_record.event <= (SELECT event FROM as_of) AND newest.kind IS DISTINCT FROM 'undone';
