-- Grain: month × unit × dataset that the unit owes for the month, of $months ($first is the first, $last the last),
-- of the units $unit and the datasets $datasets (null: all). A unit owes reports from its first month to its last: the
-- datasets its row names; if it names none, those it reported in the twelve months before. Other statements read this
-- one as reporting_duty.
-- `filed` has a bit for each month from twelve before $first, so the months asked for span nine years at most; 4095 is the
-- twelve months before the one asked for. Joining months instead costs three times as much with thousands of units.
WITH in_being AS MATERIALIZED (
    SELECT requested.month, current_unit.unit, coalesce(current_unit.reports, CAST([] AS VARCHAR[])) AS reports
    FROM (SELECT unnest($months) AS month) AS requested
    JOIN current_unit
        ON requested.month BETWEEN coalesce(current_unit.start_month, requested.month)
            AND coalesce(current_unit.end_month, requested.month)
    WHERE CAST($unit AS VARCHAR[]) IS NULL OR current_unit.unit IN (SELECT unnest(CAST($unit AS VARCHAR[])))
),
filed AS (
    SELECT unit, dataset, bit_or(1::HUGEINT << CAST(datediff('month', $first, month) + 12 AS INTEGER)) AS months
    FROM report_set
    WHERE month >= $first - INTERVAL 12 MONTH AND month < $last
        AND unit IN (SELECT unit FROM in_being WHERE len(reports) = 0)
        AND (CAST($datasets AS VARCHAR[]) IS NULL OR dataset IN (SELECT unnest(CAST($datasets AS VARCHAR[]))))
    GROUP BY unit, dataset
)
SELECT in_being.month, in_being.unit, named.dataset
FROM in_being, unnest(list_distinct(in_being.reports)) AS named (dataset)
WHERE CAST($datasets AS VARCHAR[]) IS NULL OR named.dataset IN (SELECT unnest(CAST($datasets AS VARCHAR[])))
UNION ALL
SELECT in_being.month, in_being.unit, filed.dataset
FROM in_being
JOIN filed ON filed.unit = in_being.unit
WHERE len(in_being.reports) = 0
    AND (filed.months & (4095::HUGEINT << CAST(datediff('month', $first, in_being.month) AS INTEGER))) <> 0
