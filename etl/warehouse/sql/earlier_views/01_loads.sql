-- Views over the tables of schema 1 and later, which upgrade_digest.sql and the steps in migrations/ read.

-- Grain: one row a load, with its newest state: 'active' or 'undone'.
CREATE VIEW load AS
SELECT load_record.*, CASE WHEN newest.kind = 'undone' THEN 'undone' ELSE 'active' END AS state
FROM load_record
LEFT JOIN (
    SELECT load, arg_max(kind, event) AS kind FROM load_event GROUP BY load
) AS newest ON newest.load = load_record.load;

-- Grain: one row an event: every change of the warehouse, in order.
CREATE VIEW journal AS
SELECT event, 'loaded' AS kind, load, NULL AS month, loaded_at AS recorded_at, loaded_by AS recorded_by, note AS why
FROM load_record
UNION ALL SELECT event, kind, load, NULL, recorded_at, recorded_by, why FROM load_event
UNION ALL SELECT event, kind, NULL, month, recorded_at, recorded_by, why FROM freeze_event;

-- Grain: one row: the last closed month, null where none is.
CREATE VIEW frozen AS
SELECT (SELECT frozen_through FROM freeze_event ORDER BY event DESC LIMIT 1) AS frozen_through;
