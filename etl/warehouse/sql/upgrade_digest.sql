-- Grain: one row per kind of content of a warehouse of any schema: the number of rows, and a checksum that changes
-- with any change of the content. An upgrade must leave both unchanged.
SELECT
    'load' AS what, count(*) AS rows,
    sum(CAST(hash(load, loaded_at, loaded_by, file, sha256, figures, note, state) AS HUGEINT)) AS sum
FROM load
UNION ALL
SELECT 'journal', count(*), sum(CAST(hash(event, kind, load, month, recorded_at, recorded_by, why) AS HUGEINT))
FROM journal
UNION ALL
SELECT 'frozen', count(*), sum(CAST(hash(frozen_through) AS HUGEINT))
FROM frozen
UNION ALL
SELECT
    'figure', count(*),
    sum(CAST(hash(load, indicator, unit, month, CASE WHEN withdrawn THEN NULL ELSE value END, approximate) AS HUGEINT))
FROM figure
UNION ALL
SELECT 'latest_figure', count(*), sum(CAST(hash(indicator, unit, month, value, approximate, load) AS HUGEINT))
FROM latest_figure
UNION ALL
SELECT 'target', count(*), sum(CAST(hash(load, year, kpi, unit, target, profile, plan, source, owner) AS HUGEINT))
FROM target
UNION ALL
SELECT 'task', count(*), sum(CAST(hash(load, year, task, title, unit, due, status, done_on, source) AS HUGEINT))
FROM task
UNION ALL
SELECT 'unit', count(*), sum(CAST(hash(load, unit, name, parent, aliases, reports, start_month, end_month) AS HUGEINT))
FROM unit
UNION ALL
SELECT 'note', count(*), sum(CAST(hash(load, month, unit, kpi, text) AS HUGEINT))
FROM note
ORDER BY what;
