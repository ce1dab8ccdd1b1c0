-- Grain: month × KPI × view unit, for those that some units of the view owe: the units, ordered.
-- scope.sql says which units (unit) are in which view (ancestor); $first and $last are the first and the last of
-- $months. A unit owes the datasets its row names; where it names none, those it reported in the twelve months
-- before. It is missing from a KPI where nothing of the dataset came in for the month, or where the KPI is one it
-- usually reports, in at least half of its reports of those twelve months, and did not now: a column that a unit
-- seldom fills is not missing. It is missing, too, where a column of figures that was not read may be one of the KPI's.
-- Texts are cast, since an empty list has no type of its own.
WITH term AS (
    SELECT
        unnest($kpi)::VARCHAR AS kpi,
        unnest($dataset)::VARCHAR AS dataset,
        unnest($indicator)::VARCHAR AS indicator,
        unnest($needed) AS needed
),
scope AS MATERIALIZED (SELECT unnest($ancestor) AS ancestor, unnest($unit) AS unit),
asked AS MATERIALIZED (SELECT unnest($months) AS month),
now AS MATERIALIZED (
    SELECT dataset, indicator, unit, month
    FROM current_figure
    WHERE month BETWEEN $first AND $last
        AND month IN (SELECT month FROM asked)
        AND unit IN (SELECT unit FROM scope)
),
report AS MATERIALIZED (
    SELECT DISTINCT unit, dataset, month
    FROM current_figure
    WHERE month >= $first - INTERVAL 12 MONTH AND month < $last AND unit IN (SELECT unit FROM scope)
),
duty AS MATERIALIZED (
    SELECT asked.month, current_unit.unit, coalesce(current_unit.reports, []) AS reports
    FROM asked
    JOIN current_unit
        ON asked.month BETWEEN coalesce(current_unit.start_month, asked.month)
            AND coalesce(current_unit.end_month, asked.month)
    WHERE current_unit.unit IN (SELECT unit FROM scope)
),
owed AS (
    SELECT month, unit, unnest(reports) AS dataset FROM duty
    UNION ALL
    SELECT DISTINCT duty.month, duty.unit, report.dataset
    FROM duty
    JOIN report
        ON report.unit = duty.unit AND report.month >= duty.month - INTERVAL 12 MONTH AND report.month < duty.month
    WHERE len(duty.reports) = 0
),
lacking AS MATERIALIZED (
    SELECT owed.month, kpi_dataset.kpi, owed.unit, owed.dataset
    FROM owed
    JOIN (SELECT DISTINCT kpi, dataset FROM term) AS kpi_dataset USING (dataset)
    ANTI JOIN (
        SELECT term.kpi, now.unit, now.month
        FROM now JOIN term USING (indicator)
        GROUP BY term.kpi, now.unit, now.month
        HAVING count(*) >= any_value(term.needed)
    ) AS reported
        ON reported.kpi = kpi_dataset.kpi AND reported.unit = owed.unit AND reported.month = owed.month
),
reports AS (
    SELECT cell.month, cell.unit, cell.dataset, count(*) AS months
    FROM (SELECT DISTINCT month, unit, dataset FROM lacking) AS cell
    JOIN report
        ON report.unit = cell.unit AND report.dataset = cell.dataset
            AND report.month >= cell.month - INTERVAL 12 MONTH AND report.month < cell.month
    GROUP BY cell.month, cell.unit, cell.dataset
),
lacking_series AS MATERIALIZED (
    SELECT lacking.month, lacking.kpi, lacking.unit, lacking.dataset, term.needed, series.series
    FROM lacking
    JOIN term USING (kpi)
    JOIN current_series AS series ON series.unit = lacking.unit AND series.indicator = term.indicator
),
usual AS (
    SELECT month, kpi, unit, dataset, count(*) AS months
    FROM (
        SELECT lacking.month, lacking.kpi, lacking.unit, lacking.dataset, figure.month AS reported
        FROM lacking_series AS lacking
        JOIN current_value AS figure USING (series)
        WHERE figure.month >= $first - INTERVAL 12 MONTH AND figure.month < $last
            AND figure.month >= lacking.month - INTERVAL 12 MONTH AND figure.month < lacking.month
        GROUP BY lacking.month, lacking.kpi, lacking.unit, lacking.dataset, figure.month
        HAVING count(*) >= any_value(lacking.needed)
    )
    GROUP BY month, kpi, unit, dataset
),
missing AS (
    SELECT month, kpi, unit FROM lacking ANTI JOIN now USING (dataset, unit, month)
    UNION
    SELECT usual.month, usual.kpi, usual.unit
    FROM usual JOIN reports USING (unit, dataset, month)
    WHERE 2 * usual.months >= reports.months
    UNION
    SELECT lacking.month, lacking.kpi, lacking.unit
    FROM lacking
    JOIN term ON term.kpi = lacking.kpi
    JOIN current_unread AS unread
        ON unread.indicator = term.indicator AND unread.unit = lacking.unit AND unread.month = lacking.month
)
SELECT missing.month, missing.kpi, scope.ancestor AS unit, list(missing.unit ORDER BY missing.unit) AS missing_units
FROM missing
JOIN scope ON scope.unit = missing.unit
GROUP BY missing.month, missing.kpi, scope.ancestor;
