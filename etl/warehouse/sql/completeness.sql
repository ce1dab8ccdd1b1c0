-- Grain: unit × dataset that is owed for the month $first or was reported for it, in the order of units and datasets.
-- A column is usual if it was filled in at least half of the reports of those months.
-- A report is also partial if a column of figures was not read and the expected column most similar to its header is
-- blank; if no column is similar, any blank column that the unit filled at all in those months makes it partial.
-- arrived: when the first figures came, of active loads. due: the last day to report; a month whose last day
-- was before the warehouse began is not judged late.
WITH recent AS (
    SELECT dataset, indicator, unit, month
    FROM current_figure
    WHERE month BETWEEN $first - INTERVAL 12 MONTH AND $first AND dataset IN (SELECT unnest($datasets))
),
in_force AS (
    SELECT unit, name
    FROM current_unit
    WHERE $first BETWEEN coalesce(start_month, $first) AND coalesce(end_month, $first)
),
owed AS (SELECT unit, dataset FROM reporting_duty AS owed),
report AS (
    SELECT unit, dataset, month, count(*) AS columns FROM recent WHERE month < $first GROUP BY unit, dataset, month
),
usual AS (
    SELECT recent.unit, recent.dataset, recent.indicator
    FROM recent
    JOIN (SELECT unit, dataset, count(*) AS months FROM report GROUP BY unit, dataset) AS reports
        ON reports.unit = recent.unit AND reports.dataset = recent.dataset
    WHERE recent.month < $first
    GROUP BY recent.unit, recent.dataset, recent.indicator
    HAVING 2 * count(*) >= any_value(reports.months)
),
unread AS (
    SELECT unit, dataset, indicator
    FROM current_unread
    WHERE month = $first AND dataset IN (SELECT unnest($datasets))
),
expected AS (
    SELECT unit, dataset, indicator FROM usual
    UNION
    SELECT unit, dataset, indicator FROM unread WHERE indicator IS NOT NULL
    UNION
    SELECT recent.unit, recent.dataset, recent.indicator
    FROM recent
    JOIN unread ON unread.unit = recent.unit AND unread.dataset = recent.dataset
    WHERE recent.month < $first AND unread.indicator IS NULL
),
blank AS (
    SELECT expected.unit, expected.dataset, list(expected.indicator ORDER BY expected.indicator) AS columns
    FROM expected
    ANTI JOIN (SELECT unit, indicator FROM recent WHERE month = $first) AS filled
        ON filled.unit = expected.unit AND filled.indicator = expected.indicator
    GROUP BY expected.unit, expected.dataset
),
arrived AS (
    SELECT figure.unit, figure.dataset, min(load.loaded_at) AS arrived
    FROM figure
    JOIN load ON load.load = figure.load
    WHERE figure.month = $first AND load.state = 'active' AND NOT figure.withdrawn
        AND (figure.unit, figure.dataset) IN (SELECT (unit, dataset) FROM recent WHERE month = $first)
    GROUP BY figure.unit, figure.dataset
),
cell AS (
    SELECT unit, dataset FROM owed
    UNION
    SELECT unit, dataset FROM arrived
)
SELECT
    cell.unit, in_force.name, cell.dataset, $first AS month,
    CASE
        WHEN arrived.arrived IS NULL THEN 'missing'
        WHEN blank.columns IS NOT NULL THEN 'partly'
        WHEN CAST(arrived.arrived AS DATE) > $due AND (
            SELECT CAST(value AS DATE) FROM meta WHERE key = 'begun_at') <= $due THEN 'late'
        ELSE 'reported'
    END AS state,
    $due AS due,
    $today > $due AND (arrived.arrived IS NULL OR blank.columns IS NOT NULL) AS overdue,
    arrived.arrived,
    CASE WHEN arrived.arrived IS NULL THEN NULL ELSE blank.columns END AS blank
FROM cell
JOIN in_force ON in_force.unit = cell.unit
LEFT JOIN arrived ON arrived.unit = cell.unit AND arrived.dataset = cell.dataset
LEFT JOIN blank ON blank.unit = cell.unit AND blank.dataset = cell.dataset
ORDER BY cell.unit, list_position($datasets, cell.dataset);
