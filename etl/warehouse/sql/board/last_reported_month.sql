-- Grain: one row: the last month of the year in which anything was reported, null where nothing was.
SELECT max(month) AS month FROM current_figure WHERE month BETWEEN $first AND $last;
