-- Grain: month × unit × dataset that is owed for the month, of $months ($first is the first, $last the last; $dues are
-- their last days to report), or was reported for it, in the order of months, units and datasets.
-- A column is usual if it was filled in at least half of the reports of the twelve months before.
-- A report is also partial if a column of figures was not read and the expected column most similar to its header is
-- blank; if no column is similar, any blank column that the unit filled at all in those months makes it partial.
-- arrived: when the first figures came, of active loads. due: the last day to report; a month whose last day
-- was before the warehouse began is not judged late.
WITH requested AS MATERIALIZED (SELECT unnest($months) AS month, unnest($dues) AS due),
recent AS MATERIALIZED (
    SELECT dataset, indicator, unit, month
    FROM current_figure
    WHERE month BETWEEN $first - INTERVAL 12 MONTH AND $last AND dataset IN (SELECT unnest($datasets))
),
in_force AS (
    SELECT requested.month, requested.due, current_unit.unit, current_unit.name
    FROM requested
    JOIN current_unit
        ON requested.month BETWEEN coalesce(current_unit.start_month, requested.month)
            AND coalesce(current_unit.end_month, requested.month)
),
owed AS (SELECT month, unit, dataset FROM reporting_duty AS owed),
before AS MATERIALIZED (
    SELECT requested.month, recent.unit, recent.dataset, recent.indicator, recent.month AS reported
    FROM requested
    JOIN recent ON recent.month >= requested.month - INTERVAL 12 MONTH AND recent.month < requested.month
),
usual AS (
    SELECT before.month, before.unit, before.dataset, before.indicator
    FROM before
    JOIN (
        SELECT month, unit, dataset, count(DISTINCT reported) AS months FROM before GROUP BY month, unit, dataset
    ) AS reports USING (month, unit, dataset)
    GROUP BY before.month, before.unit, before.dataset, before.indicator
    HAVING 2 * count(*) >= any_value(reports.months)
),
unread AS (
    SELECT month, unit, dataset, indicator
    FROM current_unread
    WHERE month IN (SELECT month FROM requested) AND dataset IN (SELECT unnest($datasets))
),
expected AS (
    SELECT month, unit, dataset, indicator FROM usual
    UNION
    SELECT month, unit, dataset, indicator FROM unread WHERE indicator IS NOT NULL
    UNION
    SELECT before.month, before.unit, before.dataset, before.indicator
    FROM before
    JOIN unread ON unread.month = before.month AND unread.unit = before.unit AND unread.dataset = before.dataset
    WHERE unread.indicator IS NULL
),
blank AS (
    SELECT
        expected.month, expected.unit, expected.dataset,
        list(expected.indicator ORDER BY expected.indicator) AS columns
    FROM expected
    ANTI JOIN recent AS filled
        ON filled.month = expected.month AND filled.unit = expected.unit AND filled.indicator = expected.indicator
    GROUP BY expected.month, expected.unit, expected.dataset
),
arrived AS (
    SELECT figure.month, figure.unit, figure.dataset, min(load.loaded_at) AS arrived
    FROM figure
    JOIN load ON load.load = figure.load
    WHERE figure.month BETWEEN $first AND $last AND figure.month IN (SELECT month FROM requested)
        AND load.state = 'active' AND NOT figure.withdrawn
        AND (figure.month, figure.unit, figure.dataset) IN (
            SELECT (month, unit, dataset) FROM recent WHERE month >= $first)
    GROUP BY figure.month, figure.unit, figure.dataset
),
cell AS (
    SELECT month, unit, dataset FROM owed
    UNION
    SELECT month, unit, dataset FROM arrived
)
SELECT
    cell.unit, in_force.name, cell.dataset, cell.month,
    CASE
        WHEN arrived.arrived IS NULL THEN 'missing'
        WHEN blank.columns IS NOT NULL THEN 'partly'
        WHEN CAST(arrived.arrived AS DATE) > in_force.due AND (
            SELECT CAST(value AS DATE) FROM meta WHERE key = 'begun_at') <= in_force.due THEN 'late'
        ELSE 'reported'
    END AS state,
    in_force.due,
    $today > in_force.due AND (arrived.arrived IS NULL OR blank.columns IS NOT NULL) AS overdue,
    arrived.arrived,
    CASE WHEN arrived.arrived IS NULL THEN NULL ELSE blank.columns END AS blank
FROM cell
JOIN in_force ON in_force.month = cell.month AND in_force.unit = cell.unit
LEFT JOIN arrived ON arrived.month = cell.month AND arrived.unit = cell.unit AND arrived.dataset = cell.dataset
LEFT JOIN blank ON blank.month = cell.month AND blank.unit = cell.unit AND blank.dataset = cell.dataset
ORDER BY cell.month, cell.unit, list_position($datasets, cell.dataset);
