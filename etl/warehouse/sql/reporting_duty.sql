-- Grain: month × unit × dataset that the unit owes for the month, of $months ($first is the first, $last the last)
-- and of the units $unit (null: all). A unit owes reports from its first month to its last: the datasets its row names; if
-- it names none, those it reported in the twelve months before. Other statements read this one as reporting_duty.
WITH in_being AS MATERIALIZED (
    SELECT asked.month, current_unit.unit, coalesce(current_unit.reports, CAST([] AS VARCHAR[])) AS reports
    FROM (SELECT unnest($months) AS month) AS asked
    JOIN current_unit
        ON asked.month BETWEEN coalesce(current_unit.start_month, asked.month)
            AND coalesce(current_unit.end_month, asked.month)
    WHERE CAST($unit AS VARCHAR[]) IS NULL OR current_unit.unit IN (SELECT unnest(CAST($unit AS VARCHAR[])))
)
SELECT in_being.month, in_being.unit, named.dataset
FROM in_being, unnest(in_being.reports) AS named (dataset)
UNION
SELECT in_being.month, in_being.unit, report.dataset
FROM in_being
JOIN (
    SELECT DISTINCT unit, dataset, month
    FROM report_set
    WHERE month >= $first - INTERVAL 12 MONTH AND month < $last
        AND unit IN (SELECT unit FROM in_being WHERE len(reports) = 0)
) AS report
    ON report.unit = in_being.unit AND report.month >= in_being.month - INTERVAL 12 MONTH
        AND report.month < in_being.month
WHERE len(in_being.reports) = 0
