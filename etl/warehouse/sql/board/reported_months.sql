-- Grain: month of the year in which anything was reported, the last first.
SELECT DISTINCT month FROM current_figure WHERE month BETWEEN $first AND $last ORDER BY month DESC;
