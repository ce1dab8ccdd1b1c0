-- Grain: one row a series and month, as the warehouse keeps it: to be compared with its history.
CREATE TEMP TABLE kept_value AS SELECT * FROM latest_value;
