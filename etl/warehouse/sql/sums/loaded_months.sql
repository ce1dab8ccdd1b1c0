-- Grain: month with a figure in the load in this_load.
SELECT DISTINCT month FROM loaded_value SEMI JOIN this_load USING (load) ORDER BY month;
