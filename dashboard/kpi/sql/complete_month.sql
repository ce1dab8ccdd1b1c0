-- Grain: one row: the last month of the year in which something was reported and no unit owes anything.
-- Who owes what is said above missing_units.sql; here it is asked of every month of the year at once.
WITH reported AS (
    SELECT DISTINCT unit, dataset, month
    FROM current_figure
    WHERE dataset IN (SELECT unnest($datasets)) AND month BETWEEN $first - INTERVAL 12 MONTH AND $last
),
reported_month AS (SELECT DISTINCT month FROM reported WHERE month >= $first),
owed AS (
    SELECT reported_month.month, current_unit.unit, named.dataset
    FROM reported_month, current_unit, unnest(current_unit.reports) AS named (dataset)
    WHERE named.dataset IN (SELECT unnest($datasets))
        AND reported_month.month BETWEEN coalesce(start_month, $first) AND coalesce(end_month, $last)
    UNION
    SELECT reported_month.month, current_unit.unit, reported.dataset
    FROM reported_month
    JOIN reported
        ON reported.month >= reported_month.month - INTERVAL 12 MONTH AND reported.month < reported_month.month
    JOIN current_unit ON current_unit.unit = reported.unit
    WHERE coalesce(len(current_unit.reports), 0) = 0
        AND reported_month.month BETWEEN coalesce(start_month, $first) AND coalesce(end_month, $last)
)
SELECT max(month) AS month
FROM reported_month
WHERE month NOT IN (SELECT owed.month FROM owed ANTI JOIN reported USING (unit, dataset, month));
