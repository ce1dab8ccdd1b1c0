-- Grain: one row: whether any unit owes a dataset for the month and has reported nothing of it.
-- Who owes what is said above missing_units.sql.
WITH duty AS MATERIALIZED (
    SELECT unit, coalesce(reports, []) AS reports
    FROM current_unit
    WHERE $month BETWEEN coalesce(start_month, $month) AND coalesce(end_month, $month)
),
owed AS (
    SELECT unit, unnest(reports) AS dataset FROM duty
    UNION
    SELECT unit, dataset
    FROM current_figure
    WHERE month >= $month - INTERVAL 12 MONTH AND month < $month
        AND unit IN (SELECT unit FROM duty WHERE len(reports) = 0)
)
SELECT EXISTS (
    SELECT 1
    FROM owed
    ANTI JOIN (SELECT unit, dataset FROM current_figure WHERE month = $month) AS now USING (unit, dataset)
    WHERE dataset IN (SELECT unnest($datasets))
) AS someone_owes;
