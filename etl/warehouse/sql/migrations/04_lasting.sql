-- From schema 3 to 4: units and targets can change at a date; definitions and the results of closed months are stored.
ALTER TABLE target ADD COLUMN effective DATE;

ALTER TABLE unit ADD COLUMN successor VARCHAR;

ALTER TABLE unit ADD COLUMN effective DATE;

-- Grain: catalogue (sha256) × file of it.
CREATE TABLE definition (sha256 VARCHAR, file VARCHAR, content VARCHAR);

-- Grain: one row a load or freeze (its event). Loads and freezes made before this schema have none.
CREATE TABLE definition_use (event INTEGER, sha256 VARCHAR);

-- Grain: freeze (event) × unit × kpi. Months closed before this schema have none: they show the current figures.
CREATE TABLE frozen_result (event INTEGER, month DATE, unit VARCHAR, kpi VARCHAR, result VARCHAR);

-- Grain: load × dataset × unit × month × header. Loads made before this schema have no row.
CREATE TABLE unread_column (
    load INTEGER, dataset VARCHAR, unit VARCHAR, month DATE, header VARCHAR, indicator VARCHAR
);

-- A unit now has one row per month of effect: latest_unit_row of views.sql replaces this view.
DROP VIEW IF EXISTS latest_unit;
