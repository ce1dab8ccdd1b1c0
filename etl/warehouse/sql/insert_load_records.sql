-- Appends the staged records to the history; this_load holds the load's number.
INSERT INTO target
SELECT load, year, kpi, unit, target, profile, plan, source, owner, illustrative, effective
FROM staged_target, this_load;

INSERT INTO task
SELECT load, year, task, title, unit, due, status, done_on, source FROM staged_task, this_load;

INSERT INTO unit (load, unit, name, parent, aliases, reports, start_month, end_month, successor, effective)
SELECT load, unit, name, parent, aliases, reports, start_month, end_month, successor, effective
FROM staged_unit, this_load;

INSERT INTO note SELECT load, month, unit, kpi, text FROM staged_note, this_load;

INSERT INTO annual_figure
SELECT load, year, kpi, unit, value, approximate, word, quote, source FROM staged_annual_figure, this_load;

INSERT INTO unread_column
SELECT load, dataset, unit, month, header, indicator FROM staged_unread, this_load;
