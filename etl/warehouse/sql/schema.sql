-- The tables and views of a warehouse. Every history table is insert-only; what is current follows from it.
-- Only SQL that a local DuckDB file and a DuckLake catalogue both run: uniqueness is a query inside the
-- load's transaction (uniqueness.sql), never a constraint. Every change of the warehouse has a number in
-- one sequence, `event`: loads, undos, redos, freezes and unfreezes; so "as it stood then" can be asked.

-- Grain: one row a property of the warehouse (schema_version, kind: 'office' or 'sample', begun_at), and under the
-- key 'restored' one a restoring of a backup: who, when, why and from which file, as JSON (warehouse/restores.py).
CREATE TABLE meta (key VARCHAR, value VARCHAR);

-- Grain: one row a load. The original bytes are the file named sha256 in the folder originals.
CREATE TABLE load_record (
    load INTEGER, event INTEGER, loaded_at TIMESTAMP, loaded_by VARCHAR, file VARCHAR, sha256 VARCHAR,
    datasets VARCHAR[], first_month DATE, last_month DATE, rows INTEGER, figures INTEGER,
    added INTEGER, changed INTEGER, unchanged INTEGER, withdrawn INTEGER, note VARCHAR
);

-- Grain: one row an undo or redo of a load. kind: 'undone' or 'redone'.
CREATE TABLE load_event (
    event INTEGER, load INTEGER, kind VARCHAR, recorded_at TIMESTAMP, recorded_by VARCHAR, why VARCHAR
);

-- Grain: one row a freeze or unfreeze. kind: 'frozen' or 'unfrozen';
-- frozen_through: the last closed month after it, null where none is closed any more.
CREATE TABLE freeze_event (
    event INTEGER, month DATE, kind VARCHAR, frozen_through DATE,
    recorded_at TIMESTAMP, recorded_by VARCHAR, why VARCHAR
);

-- Grain: indicator × unit that ever had a figure. series: its number; dataset: that of the indicator.
CREATE TABLE series (series INTEGER, dataset VARCHAR, indicator VARCHAR, unit VARCHAR);

-- Grain: load × series × month. value: null where the load withdraws the figure. word: 余 约 近 多 + behind an
-- approximate figure, '' else. Figures are many: they are kept as numbers, the view figure says whose they are.
CREATE TABLE loaded_value (load INTEGER, series INTEGER, month DATE, value DOUBLE, word VARCHAR);

-- Grain: load × year × kpi × unit × effective. plan: twelve cumulative figures, null unless profile is 'custom'.
-- effective: the month from which the target counts, null from January; until then the one before it counts.
CREATE TABLE target (
    load INTEGER, year INTEGER, kpi VARCHAR, unit VARCHAR, target DOUBLE, profile VARCHAR, plan DOUBLE[],
    source VARCHAR, owner VARCHAR, illustrative BOOLEAN, effective DATE
);

-- Grain: load × year × task. status: 'not_started', 'in_progress' or 'done'.
CREATE TABLE task (
    load INTEGER, year INTEGER, task VARCHAR, title VARCHAR, unit VARCHAR, due DATE, status VARCHAR,
    done_on DATE, source VARCHAR
);

-- Grain: load × unit. reports: ids of the datasets owed each month, empty: those of the last 12 months.
CREATE TABLE unit (
    load INTEGER, unit VARCHAR, name VARCHAR, parent VARCHAR, aliases VARCHAR[], reports VARCHAR[],
    start_month DATE, end_month DATE
);

-- Grain: load × month × unit × kpi. text: why the figure moved.
CREATE TABLE note (load INTEGER, month DATE, unit VARCHAR, kpi VARCHAR, text VARCHAR);

-- Grain: load × year × kpi × unit: figures of a whole year, accepted from a written report, apart from the
-- monthly ones. A rate's value is a fraction. quote: where the report says it; source: the report's file.
CREATE TABLE annual_figure (
    load INTEGER, year INTEGER, kpi VARCHAR, unit VARCHAR, value DOUBLE, approximate BOOLEAN, word VARCHAR,
    quote VARCHAR, source VARCHAR
);

-- Grain: load × dataset × unit × month × header: a column of figures that was not read, while the table lacked expected
-- columns. indicator: the expected column that its header comes near, null where it comes near none.
CREATE TABLE unread_column (
    load INTEGER, dataset VARCHAR, unit VARCHAR, month DATE, header VARCHAR, indicator VARCHAR
);

-- Grain: series × month, of the newest load not undone; kept in step by every transaction.
CREATE TABLE latest_value (series INTEGER, month DATE, value DOUBLE, word VARCHAR, load INTEGER);

-- Grain: load × indicator × unit × month.
CREATE VIEW figure AS
SELECT
    load, dataset, indicator, unit, month, value, word <> '' AS approximate, word, value IS NULL AS withdrawn
FROM loaded_value JOIN series USING (series);

-- Grain: indicator × unit × month. as_of_event.sql puts a temporary view latest_value before what it reads.
CREATE VIEW latest_figure AS
SELECT dataset, indicator, unit, month, value, word <> '' AS approximate, word, load
FROM latest_value JOIN series USING (series);

-- Grain: one row a load, with its newest state: 'active' or 'undone'.
CREATE VIEW load AS
SELECT load_record.*, CASE WHEN newest.kind = 'undone' THEN 'undone' ELSE 'active' END AS state
FROM load_record
LEFT JOIN (
    SELECT load, arg_max(kind, event) AS kind FROM load_event GROUP BY load
) AS newest ON newest.load = load_record.load;

-- Grain: one row a load that counts. as_of_event.sql puts a temporary view of this name before it.
CREATE VIEW active_load AS SELECT load FROM load WHERE state = 'active';

-- Grain: one row an event: everything that ever changed the warehouse, in the order it happened.
CREATE VIEW journal AS
SELECT event, 'loaded' AS kind, load, NULL AS month, loaded_at AS recorded_at, loaded_by AS recorded_by, note AS why
FROM load_record
UNION ALL SELECT event, kind, load, NULL, recorded_at, recorded_by, why FROM load_event
UNION ALL SELECT event, kind, NULL, month, recorded_at, recorded_by, why FROM freeze_event;

-- Grain: one row: the last closed month, null where none is.
CREATE VIEW frozen AS
SELECT (SELECT frozen_through FROM freeze_event ORDER BY event DESC LIMIT 1) AS frozen_through;

-- Grain: year × kpi × unit × effective.
CREATE VIEW latest_target AS
SELECT year, kpi, unit, target, profile, plan, source, owner, illustrative, effective, load
FROM target SEMI JOIN active_load USING (load)
QUALIFY row_number() OVER (PARTITION BY year, kpi, unit, effective ORDER BY load DESC) = 1;

-- Grain: year × task.
CREATE VIEW latest_task AS
SELECT year, task, title, unit, due, status, done_on, source, load
FROM task SEMI JOIN active_load USING (load)
QUALIFY row_number() OVER (PARTITION BY year, task ORDER BY load DESC) = 1;

-- Grain: unit.
CREATE VIEW latest_unit AS
SELECT unit, name, parent, aliases, reports, start_month, end_month, load
FROM unit SEMI JOIN active_load USING (load)
QUALIFY row_number() OVER (PARTITION BY unit ORDER BY load DESC) = 1;

-- Grain: month × unit × kpi.
CREATE VIEW latest_note AS
SELECT month, unit, kpi, text, load
FROM note SEMI JOIN active_load USING (load)
QUALIFY row_number() OVER (PARTITION BY month, unit, kpi ORDER BY load DESC) = 1;

-- Grain: year × kpi × unit.
CREATE VIEW latest_annual_figure AS
SELECT year, kpi, unit, value, approximate, word, quote, source, load
FROM annual_figure SEMI JOIN active_load USING (load)
QUALIFY row_number() OVER (PARTITION BY year, kpi, unit ORDER BY load DESC) = 1;

-- Grain: dataset × unit × month × header.
CREATE VIEW latest_unread AS
SELECT DISTINCT dataset, unit, month, header, indicator FROM unread_column SEMI JOIN active_load USING (load);

-- What everyone reads. A connection may put temporary views of these names before them: see as_if_loaded.sql.
CREATE VIEW current_series AS SELECT * FROM series;
CREATE VIEW current_value AS SELECT * FROM latest_value;
CREATE VIEW current_target AS SELECT * FROM latest_target;
CREATE VIEW current_task AS SELECT * FROM latest_task;
CREATE VIEW current_unit AS SELECT * FROM latest_unit;
CREATE VIEW current_note AS SELECT * FROM latest_note;
CREATE VIEW current_annual_figure AS SELECT * FROM latest_annual_figure;
CREATE VIEW current_unread AS SELECT * FROM latest_unread;

-- Grain: indicator × unit × month: the figures everyone reads, with the texts that their numbers stand for.
CREATE VIEW current_figure AS
SELECT dataset, indicator, unit, month, value, word <> '' AS approximate, word, load
FROM current_value JOIN current_series USING (series);

-- Grain: ancestor × unit: a unit, itself included, with every unit below it, each once.
CREATE VIEW unit_scope AS
WITH RECURSIVE below (ancestor, unit) AS (
    SELECT unit, unit FROM current_unit
    UNION
    SELECT below.ancestor, current_unit.unit
    FROM below JOIN current_unit ON current_unit.parent = below.unit
)
SELECT ancestor, unit FROM below;
