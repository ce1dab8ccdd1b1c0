-- Grain: month with a current figure.
SELECT DISTINCT month FROM latest_value ORDER BY month;
