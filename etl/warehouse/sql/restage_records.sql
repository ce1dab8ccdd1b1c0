-- The targets, tasks, units, notes and annual figures of the load in this_load, as they were staged when it was loaded.
INSERT INTO staged_target
SELECT 0, 0, year, kpi, unit, target, profile, plan, source, owner, illustrative, effective
FROM target SEMI JOIN this_load USING (load);

INSERT INTO staged_task
SELECT 0, 0, year, task, title, unit, due, status, done_on, source FROM task SEMI JOIN this_load USING (load);

INSERT INTO staged_unit
SELECT 0, 0, unit, name, parent, aliases, reports, start_month, end_month, successor, effective
FROM unit SEMI JOIN this_load USING (load);

INSERT INTO staged_note SELECT 0, 0, month, unit, kpi, text FROM note SEMI JOIN this_load USING (load);

INSERT INTO staged_annual_figure
SELECT 0, 0, year, kpi, unit, value, approximate, word, quote, source
FROM annual_figure SEMI JOIN this_load USING (load);
