-- Grain: one row: whether any unit owes one of $datasets for the month but has not reported it.
SELECT EXISTS (
    SELECT 1
    FROM reporting_duty AS owed
    ANTI JOIN (SELECT unit, dataset, month FROM report_set WHERE month = $first) AS report
        USING (unit, dataset, month)
) AS someone_owes;
