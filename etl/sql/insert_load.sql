-- Takes what is staged into the history and brings latest_figure in step; this_load holds the load's number.
INSERT INTO figure
SELECT
    (SELECT load FROM this_load), dataset, indicator, unit, month, value, approximate, word, withdrawn
FROM staged_figure;

DELETE FROM latest_figure USING staged_figure AS staged
WHERE latest_figure.indicator = staged.indicator AND latest_figure.unit = staged.unit
    AND latest_figure.month = staged.month;

INSERT INTO latest_figure
SELECT dataset, indicator, unit, month, value, approximate, word, (SELECT load FROM this_load)
FROM staged_figure WHERE NOT withdrawn;

INSERT INTO target
SELECT load, year, kpi, unit, target, profile, plan, source, owner, illustrative FROM staged_target, this_load;

INSERT INTO task
SELECT load, year, task, title, unit, due, status, done_on, source FROM staged_task, this_load;

INSERT INTO unit
SELECT load, unit, name, parent, aliases, reports, start_month, end_month FROM staged_unit, this_load;

INSERT INTO note SELECT load, month, unit, kpi, text FROM staged_note, this_load;

INSERT INTO annual_figure
SELECT load, year, kpi, unit, value, approximate, word, quote, source FROM staged_annual_figure, this_load;
