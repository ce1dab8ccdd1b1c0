-- Temporary views that show the warehouse as it stood after one event, on this connection only: as_of holds
-- its number. Every view that reads active_load or latest_value then answers "as it stood then".
CREATE OR REPLACE TEMP VIEW active_load AS
SELECT load_record.load
FROM load_record
LEFT JOIN (
    SELECT load, arg_max(kind, event) AS kind
    FROM load_event WHERE event <= (SELECT event FROM as_of)
    GROUP BY load
) AS newest ON newest.load = load_record.load
WHERE load_record.event <= (SELECT event FROM as_of) AND newest.kind IS DISTINCT FROM 'undone';

-- Grain: series × month.
CREATE OR REPLACE TEMP VIEW latest_value AS
SELECT series, month, value, word, load
FROM (
    SELECT * FROM loaded_value SEMI JOIN active_load USING (load)
    QUALIFY row_number() OVER (PARTITION BY series, month ORDER BY load DESC) = 1
)
WHERE value IS NOT NULL;
