-- The rows of targets, tasks, units and notes as read, each key once (the last row wins, as between loads).
-- They come as text: days as 2023-06-30, lists with ; between, yes as 'true'; what is blank is null.

-- Grain: year × kpi × unit.
CREATE TEMP TABLE staged_target AS
SELECT
    table_number, CAST("row" AS INTEGER) AS "row", CAST(year AS INTEGER) AS year, kpi, unit,
    CAST(target AS DOUBLE) AS target, profile,
    CASE WHEN plan <> '' THEN CAST(string_split(plan, ';') AS DOUBLE[]) END AS plan,
    coalesce(source, '') AS source, coalesce(owner, '') AS owner, illustrative = 'true' AS illustrative
FROM incoming_target
QUALIFY row_number() OVER (PARTITION BY year, kpi, unit ORDER BY table_number DESC, "row" DESC) = 1;

-- Grain: year × task.
CREATE TEMP TABLE staged_task AS
SELECT
    table_number, CAST("row" AS INTEGER) AS "row", CAST(year AS INTEGER) AS year, task, title, unit,
    CAST(due AS DATE) AS due, status, CAST(done_on AS DATE) AS done_on,
    coalesce(source, '') AS source
FROM incoming_task
QUALIFY row_number() OVER (PARTITION BY year, task ORDER BY table_number DESC, "row" DESC) = 1;

-- Grain: unit.
CREATE TEMP TABLE staged_unit AS
SELECT
    table_number, CAST("row" AS INTEGER) AS "row", unit, name, parent,
    CASE WHEN aliases <> '' THEN string_split(aliases, ';') ELSE CAST([] AS VARCHAR[]) END AS aliases,
    CASE WHEN reports <> '' THEN string_split(reports, ';') ELSE CAST([] AS VARCHAR[]) END AS reports,
    CAST("from" AS DATE) AS start_month, CAST("to" AS DATE) AS end_month
FROM incoming_unit
QUALIFY row_number() OVER (PARTITION BY unit ORDER BY table_number DESC, "row" DESC) = 1;

-- Grain: month × unit × kpi.
CREATE TEMP TABLE staged_note AS
SELECT
    table_number, CAST("row" AS INTEGER) AS "row", CAST(month AS DATE) AS month, unit, kpi, text
FROM incoming_note
QUALIFY row_number() OVER (PARTITION BY month, unit, kpi ORDER BY table_number DESC, "row" DESC) = 1;
