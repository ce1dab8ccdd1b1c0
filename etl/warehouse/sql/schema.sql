-- The tables of a warehouse; views.sql has its views. Every history table is insert-only; the current state is derived.
-- A change to a table also needs a step in migrations/ and a new SCHEMA_VERSION (warehouse/versions.py).
-- Only SQL that a local DuckDB file and a DuckLake catalogue both run: uniqueness is a query inside the
-- load's transaction (uniqueness.sql), never a constraint. Every change of the warehouse has a number in
-- one sequence, `event`: loads, undos, redos, freezes and unfreezes; so the state after any event can be queried.

-- Grain: one row per property of the warehouse (schema_version, kind: 'office' or 'sample', begun_at), and under the
-- key 'restored' one per restored backup: who, when, why and from which file, as JSON (warehouse/backup.py).
-- 'record_head': how many lines the record of operations had when this version was written, and the last one's sha256.
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

-- Grain: one row a change of a person: the role and units from then on. role: 'viewer', 'reporter' or 'manager', null
-- for somebody removed. change: its number, in a sequence of its own, because no figure depends on people.
CREATE TABLE person (
    change INTEGER, name VARCHAR, role VARCHAR, units VARCHAR[],
    recorded_at TIMESTAMP, recorded_by VARCHAR, why VARCHAR
);

-- Grain: indicator × unit that ever had a figure. series: its number; dataset: that of the indicator.
CREATE TABLE series (series INTEGER, dataset VARCHAR, indicator VARCHAR, unit VARCHAR);

-- Grain: load × series × month. value: null where the load withdraws the figure. word: 余 约 近 多 + for an
-- approximate figure, else ''. There are many figures, so they refer to a series number; the view figure resolves it.
CREATE TABLE loaded_value (load INTEGER, series INTEGER, month DATE, value DOUBLE, word VARCHAR);

-- Grain: load × year × kpi × unit × effective. plan: twelve cumulative figures, null unless profile is 'custom'.
-- effective: the month from which the target counts, null from January; until then the target before it counts.
CREATE TABLE target (
    load INTEGER, year INTEGER, kpi VARCHAR, unit VARCHAR, target DOUBLE, profile VARCHAR, plan DOUBLE[],
    source VARCHAR, owner VARCHAR, illustrative BOOLEAN, effective DATE
);

-- Grain: load × year × task. status: 'not_started', 'in_progress' or 'done'.
CREATE TABLE task (
    load INTEGER, year INTEGER, task VARCHAR, title VARCHAR, unit VARCHAR, due DATE, status VARCHAR,
    done_on DATE, source VARCHAR
);

-- Grain: load × unit × effective. reports: ids of the datasets owed each month; empty: those reported in the last 12 months.
-- start_month, end_month: its first and last month. successor: the unit it was merged into. effective: the month from
-- which the row's name and parent count, null: always.
CREATE TABLE unit (
    load INTEGER, unit VARCHAR, name VARCHAR, parent VARCHAR, aliases VARCHAR[], reports VARCHAR[],
    start_month DATE, end_month DATE, successor VARCHAR, effective DATE
);

-- Grain: load × month × unit × kpi. text: why the figure changed.
CREATE TABLE note (load INTEGER, month DATE, unit VARCHAR, kpi VARCHAR, text VARCHAR);

-- Grain: load × year × kpi × unit: figures of a whole year, accepted from a written report, apart from the
-- monthly ones. A rate's value is a fraction. quote: the passage in the report; source: the report's file.
CREATE TABLE annual_figure (
    load INTEGER, year INTEGER, kpi VARCHAR, unit VARCHAR, value DOUBLE, approximate BOOLEAN, word VARCHAR,
    quote VARCHAR, source VARCHAR
);

-- Grain: load × dataset × unit × month × header: an unread column of figures in a table that lacks expected
-- columns. indicator: the expected column most similar to its header, null if none is similar.
CREATE TABLE unread_column (
    load INTEGER, dataset VARCHAR, unit VARCHAR, month DATE, header VARCHAR, indicator VARCHAR
);

-- Grain: series × month, of the newest load not undone; updated by every transaction.
CREATE TABLE latest_value (series INTEGER, month DATE, value DOUBLE, word VARCHAR, load INTEGER);

-- Grain: catalogue (sha256) × file of it. content: the text of the file when it was in force for a load or freeze.
CREATE TABLE definition (sha256 VARCHAR, file VARCHAR, content VARCHAR);

-- Grain: one row a load or freeze (its event): the catalogue that it was made under.
CREATE TABLE definition_use (event INTEGER, sha256 VARCHAR);

-- Grain: freeze (event) × unit × kpi: the result of the month that was closed, as JSON (dashboard/board/frozen.py).
-- Only KPIs that the unit has a target for or ever reported.
CREATE TABLE frozen_result (event INTEGER, month DATE, unit VARCHAR, kpi VARCHAR, result VARCHAR);

-- What is kept so that readers need not compute it: the units and their tree, and in a large bureau the sums of its
-- figures. kept_sums.py keeps it in step within the transaction of each change; `verify` compares it with the history.
-- A lake keeps none.

-- Grain: unit: as the view computed_unit.
CREATE TABLE kept_unit (
    unit VARCHAR, name VARCHAR, parent VARCHAR, aliases VARCHAR[], reports VARCHAR[],
    start_month DATE, end_month DATE, successor VARCHAR, load INTEGER
);

-- Grain: unit × former name: as the view computed_former_name.
CREATE TABLE kept_former_name (unit VARCHAR, name VARCHAR);

-- Grain: as the view computed_place.
CREATE TABLE kept_place (unit VARCHAR, name VARCHAR, parent VARCHAR, first_month DATE, last_month DATE);

-- Grain: as the view computed_scope.
CREATE TABLE kept_scope (ancestor VARCHAR, unit VARCHAR, first_month DATE, last_month DATE);

-- Grain: formula × term, of the formulas whose sums are kept. needed: how many of its columns a unit must report.
CREATE TABLE summed_term (
    formula VARCHAR, indicator VARCHAR, sign INTEGER, is_denominator BOOLEAN, needed INTEGER
);

-- Grain: unit whose sums are kept, because many units stand below it.
CREATE TABLE summed_unit (unit VARCHAR);

-- Grain: formula × summed unit × month with a report: the sums over the unit and all below it, exact to 12 decimals.
-- denominator: 0 for a formula without one; reporters: how many units reported enough of the formula's columns.
CREATE TABLE formula_sum (
    formula VARCHAR, ancestor VARCHAR, month DATE, numerator DECIMAL(38, 12), denominator DECIMAL(38, 12),
    reporters BIGINT
);

-- Grain: formula × summed unit × month × word (余 约 近 多 +): how many of the figures added up have it.
CREATE TABLE formula_word (formula VARCHAR, ancestor VARCHAR, month DATE, word VARCHAR, figures BIGINT);

-- Grain: unit × dataset × month with a figure. pattern: which columns are filled (report_pattern), a number as text.
CREATE TABLE kept_report (unit VARCHAR, dataset VARCHAR, month DATE, pattern VARCHAR);

-- Grain: pattern: a set of columns that are filled together, their ids in order with a blank between.
CREATE TABLE report_pattern (pattern VARCHAR, columns VARCHAR);

-- Grain: dataset × month with a figure: how many figures, and their digest (the view month_digest).
CREATE TABLE kept_digest (dataset VARCHAR, month DATE, figures BIGINT, digest UBIGINT);
