-- Grain: one row per series and month: the stored current value, to be compared with the history.
CREATE TEMP TABLE kept_value AS SELECT * FROM latest_value;
