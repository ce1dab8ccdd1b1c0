-- Grain: month × view unit × dataset: how many units of the view owe the report or sent it unasked, and which
-- of them sent nothing, ordered; partly: units whose report has an unread column of figures that may be an expected
-- column (completeness.sql). A unit counts in the months in which it was in the view (scope.sql).
WITH scope AS MATERIALIZED (
    SELECT ancestor, unit, first_month, last_month FROM view_scope
),
report AS MATERIALIZED (
    SELECT DISTINCT unit, dataset, month
    FROM report_set
    WHERE month BETWEEN $first AND $last
        AND month IN (SELECT unnest($months))
        AND unit IN (SELECT unit FROM scope)
        AND dataset IN (SELECT unnest($datasets))
),
may_be AS (
    SELECT unit, dataset, month, indicator FROM current_unread WHERE indicator IS NOT NULL
    UNION
    SELECT unread.unit, unread.dataset, unread.month, pattern_column.indicator
    FROM current_unread AS unread
    JOIN report_set AS earlier
        ON earlier.unit = unread.unit AND earlier.dataset = unread.dataset AND earlier.month < unread.month
            AND earlier.month >= unread.month - INTERVAL 12 MONTH
    JOIN pattern_column USING (pattern)
    WHERE unread.indicator IS NULL
),
unread AS MATERIALIZED (
    SELECT DISTINCT may_be.unit, may_be.dataset, may_be.month
    FROM may_be
    ANTI JOIN (
        SELECT unit, month, indicator
        FROM report_set
        JOIN pattern_column USING (pattern)
        WHERE month BETWEEN $first AND $last AND unit IN (SELECT unit FROM current_unread)
    ) AS figure
        ON figure.indicator = may_be.indicator AND figure.unit = may_be.unit AND figure.month = may_be.month
    WHERE may_be.month BETWEEN $first AND $last AND may_be.unit IN (SELECT unit FROM scope)
),
owed AS (
    SELECT month, unit, dataset FROM reporting_duty AS owed
    UNION
    SELECT month, unit, dataset FROM report
)
SELECT
    owed.month,
    scope.ancestor AS unit,
    owed.dataset,
    count(*) AS owed,
    coalesce(list(owed.unit ORDER BY owed.unit) FILTER (report.unit IS NULL), []) AS missing,
    coalesce(list(owed.unit ORDER BY owed.unit) FILTER (unread.unit IS NOT NULL), []) AS partly
FROM owed
JOIN scope ON scope.unit = owed.unit AND owed.month BETWEEN scope.first_month AND scope.last_month
LEFT JOIN report ON report.month = owed.month AND report.unit = owed.unit AND report.dataset = owed.dataset
LEFT JOIN unread ON unread.month = owed.month AND unread.unit = owed.unit AND unread.dataset = owed.dataset
GROUP BY owed.month, scope.ancestor, owed.dataset;
