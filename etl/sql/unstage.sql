-- Takes away what staging.py and as_if_loaded.sql put on this connection.
DROP VIEW IF EXISTS temp.current_figure;
DROP VIEW IF EXISTS temp.current_target;
DROP VIEW IF EXISTS temp.current_task;
DROP VIEW IF EXISTS temp.current_unit;
DROP VIEW IF EXISTS temp.current_note;
DROP VIEW IF EXISTS temp.current_annual_figure;
DROP VIEW IF EXISTS temp.staged_change;
DROP VIEW IF EXISTS temp.standing_figure;
DROP VIEW IF EXISTS temp.kept_figure;
DROP VIEW IF EXISTS temp.staged_figure;
DROP VIEW IF EXISTS temp.staged_series;
DROP TABLE IF EXISTS temp.staged_target;
DROP TABLE IF EXISTS temp.staged_task;
DROP TABLE IF EXISTS temp.staged_unit;
DROP TABLE IF EXISTS temp.staged_note;
DROP TABLE IF EXISTS temp.staged_annual_figure;
