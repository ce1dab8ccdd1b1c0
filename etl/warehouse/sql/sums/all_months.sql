-- Grain: month with a current figure or a kept report.
SELECT month FROM latest_value UNION SELECT month FROM kept_report ORDER BY month;
