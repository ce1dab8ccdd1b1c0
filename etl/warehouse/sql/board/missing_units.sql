-- Grain: month × KPI × view unit, for those that some units of the view have not reported: these units, ordered.
-- scope.sql says which units (unit) are in which view (ancestor) in which months. A unit is missing for a KPI where
-- it owes the dataset, has not reported the KPI, and bears it: it reported one of the KPI's columns in the twelve
-- months before, or has a target on it, or nobody does. For a target of a unit with others below it, those others bear the KPI.
-- A unit is missing, too, where an unread column of figures may be one of the KPI's columns.
-- Texts are cast, because an empty list has no type.
WITH term AS (
    SELECT
        unnest($kpi)::VARCHAR AS kpi,
        unnest($dataset)::VARCHAR AS dataset,
        unnest($indicator)::VARCHAR AS indicator,
        unnest($needed) AS needed
),
scope AS MATERIALIZED (
    SELECT ancestor, unit, first_month, last_month FROM view_scope
),
now AS MATERIALIZED (
    SELECT indicator, unit, month
    FROM current_figure
    WHERE month BETWEEN $first AND $last
        AND month IN (SELECT unnest($months))
        AND unit IN (SELECT unit FROM scope)
),
lacking AS MATERIALIZED (
    SELECT owed.month, kpi_dataset.kpi, owed.unit
    FROM reporting_duty AS owed
    JOIN (SELECT DISTINCT kpi, dataset FROM term) AS kpi_dataset USING (dataset)
    ANTI JOIN (
        SELECT term.kpi, now.unit, now.month
        FROM now JOIN term USING (indicator)
        GROUP BY term.kpi, now.unit, now.month
        HAVING count(*) >= any_value(term.needed)
    ) AS reported
        ON reported.kpi = kpi_dataset.kpi AND reported.unit = owed.unit AND reported.month = owed.month
),
lacking_series AS MATERIALIZED (
    SELECT lacking.month, lacking.kpi, lacking.unit, series.series
    FROM lacking
    JOIN term USING (kpi)
    JOIN current_series AS series ON series.unit = lacking.unit AND series.indicator = term.indicator
),
planned AS MATERIALIZED (
    SELECT DISTINCT year, kpi, unit
    FROM current_target
    WHERE kpi IN (SELECT kpi FROM term) AND year BETWEEN year($first) AND year($last)
),
bearing AS MATERIALIZED (
    SELECT lacking.month, lacking.kpi, lacking.unit
    FROM lacking_series AS lacking
    JOIN current_value AS figure USING (series)
    WHERE figure.month >= $first - INTERVAL 12 MONTH AND figure.month < $last
        AND figure.month >= lacking.month - INTERVAL 12 MONTH AND figure.month < lacking.month
    UNION
    SELECT lacking.month, lacking.kpi, lacking.unit
    FROM lacking
    JOIN planned ON planned.kpi = lacking.kpi AND planned.unit = lacking.unit AND planned.year = year(lacking.month)
),
idle AS MATERIALIZED (
    SELECT month, kpi, unit FROM lacking ANTI JOIN (SELECT DISTINCT month, kpi FROM bearing) AS borne USING (month, kpi)
),
idle_series AS MATERIALIZED (
    SELECT idle.month, idle.kpi, series.series
    FROM (SELECT DISTINCT month, kpi FROM idle) AS idle
    JOIN term USING (kpi)
    JOIN current_series AS series USING (indicator)
),
borne_elsewhere AS (
    SELECT idle.month, idle.kpi
    FROM idle_series AS idle
    JOIN current_value AS figure USING (series)
    WHERE figure.month >= $first - INTERVAL 12 MONTH AND figure.month < $last
        AND figure.month >= idle.month - INTERVAL 12 MONTH AND figure.month < idle.month
    UNION
    SELECT idle.month, idle.kpi
    FROM idle
    JOIN planned ON planned.kpi = idle.kpi AND planned.year = year(idle.month)
    WHERE planned.unit NOT IN (SELECT parent FROM unit_place WHERE parent IS NOT NULL)
),
missing AS (
    SELECT month, kpi, unit FROM bearing
    UNION
    SELECT month, kpi, unit FROM idle ANTI JOIN borne_elsewhere USING (month, kpi)
    UNION
    SELECT lacking.month, lacking.kpi, lacking.unit
    FROM lacking
    JOIN term ON term.kpi = lacking.kpi
    JOIN current_unread AS unread
        ON unread.indicator = term.indicator AND unread.unit = lacking.unit AND unread.month = lacking.month
)
SELECT missing.month, missing.kpi, scope.ancestor AS unit, list(missing.unit ORDER BY missing.unit) AS missing_units
FROM missing
JOIN scope ON scope.unit = missing.unit AND missing.month BETWEEN scope.first_month AND scope.last_month
GROUP BY missing.month, missing.kpi, scope.ancestor;
