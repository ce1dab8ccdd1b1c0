-- Grain: unit that took over other units: for each of them the month after its last, in order.
SELECT successor AS unit, list(month ORDER BY month) AS months
FROM (
    SELECT DISTINCT successor, CAST(end_month + INTERVAL 1 MONTH AS DATE) AS month
    FROM current_unit
    WHERE successor IS NOT NULL AND end_month IS NOT NULL
)
GROUP BY successor;
