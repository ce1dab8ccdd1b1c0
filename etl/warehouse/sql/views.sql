-- The views of a warehouse, over the tables of schema.sql. Made anew whenever a warehouse is begun or upgraded.

-- Grain: load × indicator × unit × month.
CREATE OR REPLACE VIEW figure AS
SELECT
    load, dataset, indicator, unit, month, value, word <> '' AS approximate, word, value IS NULL AS withdrawn
FROM loaded_value JOIN series USING (series);

-- Grain: indicator × unit × month. as_of_event.sql puts a temporary view latest_value before what it reads.
CREATE OR REPLACE VIEW latest_figure AS
SELECT dataset, indicator, unit, month, value, word <> '' AS approximate, word, load
FROM latest_value JOIN series USING (series);

-- Grain: one row a load, with its newest state: 'active' or 'undone'.
CREATE OR REPLACE VIEW load AS
SELECT load_record.*, CASE WHEN newest.kind = 'undone' THEN 'undone' ELSE 'active' END AS state
FROM load_record
LEFT JOIN (
    SELECT load, arg_max(kind, event) AS kind FROM load_event GROUP BY load
) AS newest ON newest.load = load_record.load;

-- Grain: one row a load that counts. as_of_event.sql puts a temporary view of this name before it.
CREATE OR REPLACE VIEW active_load AS SELECT load FROM load WHERE state = 'active';

-- Grain: one row an event: everything that ever changed the warehouse, in the order it happened.
CREATE OR REPLACE VIEW journal AS
SELECT event, 'loaded' AS kind, load, NULL AS month, loaded_at AS recorded_at, loaded_by AS recorded_by, note AS why
FROM load_record
UNION ALL SELECT event, kind, load, NULL, recorded_at, recorded_by, why FROM load_event
UNION ALL SELECT event, kind, NULL, month, recorded_at, recorded_by, why FROM freeze_event;

-- Grain: one row: the last closed month, null where none is.
CREATE OR REPLACE VIEW frozen AS
SELECT (SELECT frozen_through FROM freeze_event ORDER BY event DESC LIMIT 1) AS frozen_through;

-- Grain: year × kpi × unit × effective.
CREATE OR REPLACE VIEW latest_target AS
SELECT year, kpi, unit, target, profile, plan, source, owner, illustrative, effective, load
FROM target SEMI JOIN active_load USING (load)
QUALIFY row_number() OVER (PARTITION BY year, kpi, unit, effective ORDER BY load DESC) = 1;

-- Grain: year × task.
CREATE OR REPLACE VIEW latest_task AS
SELECT year, task, title, unit, due, status, done_on, source, load
FROM task SEMI JOIN active_load USING (load)
QUALIFY row_number() OVER (PARTITION BY year, task ORDER BY load DESC) = 1;

-- Grain: unit.
CREATE OR REPLACE VIEW latest_unit AS
SELECT unit, name, parent, aliases, reports, start_month, end_month, load
FROM unit SEMI JOIN active_load USING (load)
QUALIFY row_number() OVER (PARTITION BY unit ORDER BY load DESC) = 1;

-- Grain: month × unit × kpi.
CREATE OR REPLACE VIEW latest_note AS
SELECT month, unit, kpi, text, load
FROM note SEMI JOIN active_load USING (load)
QUALIFY row_number() OVER (PARTITION BY month, unit, kpi ORDER BY load DESC) = 1;

-- Grain: year × kpi × unit.
CREATE OR REPLACE VIEW latest_annual_figure AS
SELECT year, kpi, unit, value, approximate, word, quote, source, load
FROM annual_figure SEMI JOIN active_load USING (load)
QUALIFY row_number() OVER (PARTITION BY year, kpi, unit ORDER BY load DESC) = 1;

-- Grain: dataset × unit × month × header.
CREATE OR REPLACE VIEW latest_unread AS
SELECT DISTINCT dataset, unit, month, header, indicator FROM unread_column SEMI JOIN active_load USING (load);

-- What everyone reads. A connection may put temporary views of these names before them: see as_if_loaded.sql.
CREATE OR REPLACE VIEW current_series AS SELECT * FROM series;
CREATE OR REPLACE VIEW current_value AS SELECT * FROM latest_value;
CREATE OR REPLACE VIEW current_target AS SELECT * FROM latest_target;
CREATE OR REPLACE VIEW current_task AS SELECT * FROM latest_task;
CREATE OR REPLACE VIEW current_unit AS SELECT * FROM latest_unit;
CREATE OR REPLACE VIEW current_note AS SELECT * FROM latest_note;
CREATE OR REPLACE VIEW current_annual_figure AS SELECT * FROM latest_annual_figure;
CREATE OR REPLACE VIEW current_unread AS SELECT * FROM latest_unread;

-- Grain: indicator × unit × month: the figures everyone reads, with the texts that their numbers stand for.
CREATE OR REPLACE VIEW current_figure AS
SELECT dataset, indicator, unit, month, value, word <> '' AS approximate, word, load
FROM current_value JOIN current_series USING (series);

-- Grain: ancestor × unit: a unit, itself included, with every unit below it, each once.
CREATE OR REPLACE VIEW unit_scope AS
WITH RECURSIVE below (ancestor, unit) AS (
    SELECT unit, unit FROM current_unit
    UNION
    SELECT below.ancestor, current_unit.unit
    FROM below JOIN current_unit ON current_unit.parent = below.unit
)
SELECT ancestor, unit FROM below;
