-- Grain: month of a span in which anything was reported, the last first.
SELECT DISTINCT month FROM month_digest WHERE month BETWEEN $first AND $last ORDER BY month DESC;
