-- The views of a warehouse, over the tables of schema.sql. Recreated whenever a warehouse is begun or upgraded.

-- Grain: load × indicator × unit × month.
CREATE OR REPLACE VIEW figure AS
SELECT
    load, dataset, indicator, unit, month, value, word <> '' AS approximate, word, value IS NULL AS withdrawn
FROM loaded_value JOIN series USING (series);

-- Grain: indicator × unit × month. as_of_event.sql shadows latest_value with a temporary view.
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

-- Grain: one row per active load. as_of_event.sql shadows this view with a temporary view of the same name.
CREATE OR REPLACE VIEW active_load AS SELECT load FROM load WHERE state = 'active';

-- Grain: one row an event: every change of the warehouse, in order.
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

-- Grain: unit × effective.
CREATE OR REPLACE VIEW latest_unit_row AS
SELECT unit, name, parent, aliases, reports, start_month, end_month, successor, effective, load
FROM unit SEMI JOIN active_load USING (load)
QUALIFY row_number() OVER (PARTITION BY unit, effective ORDER BY load DESC) = 1;

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

-- The views for all readers. A connection may shadow them with temporary views: see as_if_loaded.sql.
CREATE OR REPLACE VIEW current_series AS SELECT * FROM series;
CREATE OR REPLACE VIEW current_value AS SELECT * FROM latest_value;
CREATE OR REPLACE VIEW current_target AS SELECT * FROM latest_target;
CREATE OR REPLACE VIEW current_task AS SELECT * FROM latest_task;
CREATE OR REPLACE VIEW current_unit_row AS SELECT * FROM latest_unit_row;
CREATE OR REPLACE VIEW current_note AS SELECT * FROM latest_note;
CREATE OR REPLACE VIEW current_annual_figure AS SELECT * FROM latest_annual_figure;
CREATE OR REPLACE VIEW current_unread AS SELECT * FROM latest_unread;

-- Grain: indicator × unit × month: the figures for all readers, with the texts behind their numbers.
CREATE OR REPLACE VIEW current_figure AS
SELECT dataset, indicator, unit, month, value, word <> '' AS approximate, word, load
FROM current_value JOIN current_series USING (series);

-- The units and their tree, computed from the rows of unit tables. Unit tables change a few times a year, so a file
-- keeps the results (kept_sums.py) and readers use those: the views below these.
-- Grain: unit, current state. Name and parent come from the row that took effect last. The other fields apply
-- to the whole life of the unit, the newest row first; a row with a month of effect sets only the fields it fills.
CREATE OR REPLACE VIEW computed_unit AS
SELECT
    unit,
    first(name ORDER BY effective DESC NULLS LAST) AS name,
    first(parent ORDER BY effective DESC NULLS LAST) AS parent,
    first(aliases ORDER BY load DESC, effective DESC NULLS LAST)
        FILTER (effective IS NULL OR len(aliases) > 0) AS aliases,
    first(reports ORDER BY load DESC, effective DESC NULLS LAST)
        FILTER (effective IS NULL OR len(reports) > 0) AS reports,
    first(start_month ORDER BY load DESC, effective DESC NULLS LAST)
        FILTER (effective IS NULL OR start_month IS NOT NULL) AS start_month,
    first(end_month ORDER BY load DESC, effective DESC NULLS LAST)
        FILTER (effective IS NULL OR end_month IS NOT NULL) AS end_month,
    first(successor ORDER BY load DESC, effective DESC NULLS LAST)
        FILTER (effective IS NULL OR successor IS NOT NULL) AS successor,
    max(load) AS load
FROM current_unit_row
GROUP BY unit;

-- Grain: unit × former name.
CREATE OR REPLACE VIEW computed_former_name AS
SELECT unit, name FROM unit SEMI JOIN active_load USING (load)
UNION
SELECT unit, name FROM current_unit_row
EXCEPT
SELECT unit, name FROM computed_unit;

-- Grain: unit × months first_month to last_month: its name and parent then. The first row also applies to earlier months.
CREATE OR REPLACE VIEW computed_place AS
SELECT
    unit, name, parent,
    CASE WHEN row_number() OVER by_month = 1 THEN DATE '0001-01-01' ELSE effective END AS first_month,
    coalesce(CAST(lead(effective) OVER by_month - INTERVAL 1 MONTH AS DATE), DATE '9999-12-01') AS last_month
FROM current_unit_row
WINDOW by_month AS (PARTITION BY unit ORDER BY effective NULLS FIRST);

-- Grain: ancestor × unit × months first_month to last_month: a unit, itself included, with every unit that stood
-- below it in these months and existed. The months of a pair never overlap: a month counts once.
CREATE OR REPLACE VIEW computed_scope AS
WITH RECURSIVE place AS MATERIALIZED (
    SELECT unit, parent, first_month, last_month FROM computed_place
),
below (ancestor, unit, first_month, last_month) AS (
    SELECT DISTINCT unit, unit, DATE '0001-01-01', DATE '9999-12-01' FROM place
    UNION
    SELECT
        below.ancestor, place.unit, greatest(below.first_month, place.first_month),
        least(below.last_month, place.last_month)
    FROM below
    JOIN place ON place.parent = below.unit
    WHERE below.first_month <= place.last_month AND place.first_month <= below.last_month
)
SELECT
    below.ancestor, below.unit, greatest(below.first_month, life.start_month) AS first_month,
    least(below.last_month, life.end_month) AS last_month
FROM below
JOIN computed_unit AS life ON life.unit = below.unit
WHERE greatest(below.first_month, life.start_month) <= least(below.last_month, life.end_month);

-- Grain: unit × dataset × month × pattern, with the columns of each pattern: which columns were filled. Computed, a
-- pattern is one column and a report has as many as it has figures; kept, it has one.
CREATE OR REPLACE VIEW computed_report AS SELECT unit, dataset, month, indicator AS pattern FROM current_figure;
CREATE OR REPLACE VIEW computed_pattern AS SELECT DISTINCT indicator AS pattern, indicator FROM current_series;

-- Grain: dataset × month: how many current figures, and a digest of them.
CREATE OR REPLACE VIEW computed_digest AS
SELECT
    dataset, month, count(*) AS figures,
    bit_xor(hash(series, month, value, word, current_value.load)) AS digest
FROM current_value JOIN current_series USING (series)
GROUP BY dataset, month;

-- What readers use: computed while nothing is kept. sums/read_kept_units.sql and sums/read_kept.sql replace these views by
-- what is kept; sums/units_computed_here.sql and sums/figures_computed_here.sql shadow them where a connection
-- shows another state than the current one.
CREATE OR REPLACE VIEW unit_state AS SELECT * FROM computed_unit;
CREATE OR REPLACE VIEW former_name AS SELECT * FROM computed_former_name;
CREATE OR REPLACE VIEW unit_place AS SELECT * FROM computed_place;
CREATE OR REPLACE VIEW unit_scope AS SELECT * FROM computed_scope;
CREATE OR REPLACE VIEW report_set AS SELECT * FROM computed_report;
CREATE OR REPLACE VIEW pattern_column AS SELECT * FROM computed_pattern;
CREATE OR REPLACE VIEW month_digest AS SELECT * FROM computed_digest;

-- Grain: unit, as computed_unit. units_in_month.sql shadows this view on a connection that shows the names of a month.
CREATE OR REPLACE VIEW current_unit AS SELECT * FROM unit_state;

-- Grain: person: the role and units as last set. Those removed have no row.
CREATE OR REPLACE VIEW current_person AS
SELECT name, role, units, change, recorded_at, recorded_by, why
FROM (FROM person QUALIFY row_number() OVER (PARTITION BY name ORDER BY change DESC) = 1)
WHERE role IS NOT NULL;
