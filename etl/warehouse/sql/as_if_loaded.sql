-- Temporary views that shadow the warehouse's views of the same names, on this connection only. They show
-- the state after the staged rows are loaded. `load` is the number that load would have.
-- current_figure is built from current_series and current_value.
CREATE TEMP VIEW current_series AS
SELECT series, dataset, indicator, unit FROM series
UNION ALL
SELECT stored, dataset, indicator, unit FROM numbered_series WHERE NOT is_known;

CREATE TEMP VIEW current_value AS
SELECT
    stored AS series, month, value, word, (SELECT coalesce(max(load), 0) + 1 FROM load_record) AS load
FROM staged_figure JOIN numbered_series USING (series)
WHERE NOT withdrawn
UNION ALL
SELECT series, month, value, word, load FROM kept_value;

CREATE TEMP VIEW current_target AS
SELECT
    year, kpi, unit, target, profile, plan, source, owner, illustrative, effective,
    (SELECT coalesce(max(load), 0) + 1 FROM load_record) AS load
FROM staged_target
UNION ALL
SELECT year, kpi, unit, target, profile, plan, source, owner, illustrative, effective, load
FROM latest_target
ANTI JOIN staged_target AS staged
    ON staged.year = latest_target.year AND staged.kpi = latest_target.kpi AND staged.unit = latest_target.unit
        AND staged.effective IS NOT DISTINCT FROM latest_target.effective;

CREATE TEMP VIEW current_task AS
SELECT
    year, task, title, unit, due, status, done_on, source,
    (SELECT coalesce(max(load), 0) + 1 FROM load_record) AS load
FROM staged_task
UNION ALL
SELECT year, task, title, unit, due, status, done_on, source, load
FROM latest_task ANTI JOIN staged_task USING (year, task);

CREATE TEMP VIEW current_unit_row AS
SELECT
    unit, name, parent, aliases, reports, start_month, end_month, successor, effective,
    (SELECT coalesce(max(load), 0) + 1 FROM load_record) AS load
FROM staged_unit
UNION ALL
SELECT unit, name, parent, aliases, reports, start_month, end_month, successor, effective, load
FROM latest_unit_row AS standing
ANTI JOIN staged_unit AS staged
    ON staged.unit = standing.unit AND staged.effective IS NOT DISTINCT FROM standing.effective;

CREATE TEMP VIEW current_note AS
SELECT month, unit, kpi, text, (SELECT coalesce(max(load), 0) + 1 FROM load_record) AS load
FROM staged_note
UNION ALL
SELECT month, unit, kpi, text, load
FROM latest_note ANTI JOIN staged_note USING (month, unit, kpi);

CREATE TEMP VIEW current_annual_figure AS
SELECT
    year, kpi, unit, value, approximate, word, quote, source,
    (SELECT coalesce(max(load), 0) + 1 FROM load_record) AS load
FROM staged_annual_figure
UNION ALL
SELECT year, kpi, unit, value, approximate, word, quote, source, load
FROM latest_annual_figure ANTI JOIN staged_annual_figure USING (year, kpi, unit);

CREATE TEMP VIEW current_unread AS
SELECT dataset, unit, month, header, indicator FROM staged_unread
UNION
SELECT dataset, unit, month, header, indicator FROM latest_unread;
