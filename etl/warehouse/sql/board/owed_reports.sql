-- Grain: month × view unit × dataset: how many units of the view owe the report or have sent it all the same, and
-- which of them have sent nothing, ordered; partly: those of whose report a column of figures
-- was not read that may be an expected one (completeness.sql). The same parameters and the same duties as in missing_units.sql.
WITH scope AS MATERIALIZED (SELECT unnest($ancestor) AS ancestor, unnest($unit) AS unit),
asked AS MATERIALIZED (SELECT unnest($months) AS month),
report AS MATERIALIZED (
    SELECT DISTINCT unit, dataset, month
    FROM current_figure
    WHERE month BETWEEN $first - INTERVAL 12 MONTH AND $last
        AND unit IN (SELECT unit FROM scope)
        AND dataset IN (SELECT unnest($datasets))
),
duty AS MATERIALIZED (
    SELECT asked.month, current_unit.unit, coalesce(current_unit.reports, []) AS reports
    FROM asked
    JOIN current_unit
        ON asked.month BETWEEN coalesce(current_unit.start_month, asked.month)
            AND coalesce(current_unit.end_month, asked.month)
    WHERE current_unit.unit IN (SELECT unit FROM scope)
),
may_be AS (
    SELECT unit, dataset, month, indicator FROM current_unread WHERE indicator IS NOT NULL
    UNION
    SELECT unread.unit, unread.dataset, unread.month, earlier.indicator
    FROM current_unread AS unread
    JOIN current_figure AS earlier
        ON earlier.unit = unread.unit AND earlier.dataset = unread.dataset AND earlier.month < unread.month
            AND earlier.month >= unread.month - INTERVAL 12 MONTH
    WHERE unread.indicator IS NULL
),
unread AS MATERIALIZED (
    SELECT DISTINCT may_be.unit, may_be.dataset, may_be.month
    FROM may_be
    ANTI JOIN current_figure AS figure
        ON figure.indicator = may_be.indicator AND figure.unit = may_be.unit AND figure.month = may_be.month
    WHERE may_be.month BETWEEN $first AND $last AND may_be.unit IN (SELECT unit FROM scope)
),
owed AS (
    SELECT duty.month, duty.unit, named.dataset
    FROM duty, unnest(duty.reports) AS named (dataset)
    WHERE named.dataset IN (SELECT unnest($datasets))
    UNION
    SELECT duty.month, duty.unit, report.dataset
    FROM duty
    JOIN report
        ON report.unit = duty.unit AND report.month >= duty.month - INTERVAL 12 MONTH AND report.month <= duty.month
    WHERE len(duty.reports) = 0 OR report.month = duty.month
)
SELECT
    owed.month,
    scope.ancestor AS unit,
    owed.dataset,
    count(*) AS owed,
    coalesce(list(owed.unit ORDER BY owed.unit) FILTER (report.unit IS NULL), []) AS missing,
    coalesce(list(owed.unit ORDER BY owed.unit) FILTER (unread.unit IS NOT NULL), []) AS partly
FROM owed
JOIN scope ON scope.unit = owed.unit
LEFT JOIN report ON report.month = owed.month AND report.unit = owed.unit AND report.dataset = owed.dataset
LEFT JOIN unread ON unread.month = owed.month AND unread.unit = owed.unit AND unread.dataset = owed.dataset
GROUP BY owed.month, scope.ancestor, owed.dataset;
