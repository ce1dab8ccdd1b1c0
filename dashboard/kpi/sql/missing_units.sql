-- Grain: KPI × view unit, for those that some units of the view owe: the units, ordered.
-- scope.sql says which units (unit) are in which view (ancestor). A unit owes the datasets its row names; where
-- it names none, those it reported in the twelve months before. It is missing from a KPI where nothing of the
-- dataset came in for the month, or where the KPI is one it usually reports, in at least half of its reports of
-- those twelve months, and did not now: a column that a unit seldom fills is not missing. Texts are cast, since
-- an empty list has no type of its own.
WITH term AS (
    SELECT
        unnest($kpi)::VARCHAR AS kpi,
        unnest($dataset)::VARCHAR AS dataset,
        unnest($indicator)::VARCHAR AS indicator,
        unnest($needed) AS needed
),
scope AS MATERIALIZED (SELECT unnest($ancestor) AS ancestor, unnest($unit) AS unit),
now AS MATERIALIZED (
    SELECT dataset, indicator, unit
    FROM current_figure
    WHERE month = $as_of AND unit IN (SELECT unit FROM scope)
),
duty AS MATERIALIZED (
    SELECT unit, coalesce(reports, []) AS reports
    FROM current_unit
    WHERE $as_of BETWEEN coalesce(start_month, $as_of) AND coalesce(end_month, $as_of)
        AND unit IN (SELECT unit FROM scope)
),
owed AS (
    SELECT unit, unnest(reports) AS dataset FROM duty
    UNION ALL
    SELECT DISTINCT figure.unit, figure.dataset
    FROM current_figure AS figure
    WHERE figure.unit IN (SELECT unit FROM duty WHERE len(reports) = 0)
        AND figure.month >= $as_of - INTERVAL 12 MONTH AND figure.month < $as_of
),
lacking AS MATERIALIZED (
    SELECT kpi_dataset.kpi, owed.unit, owed.dataset
    FROM owed
    JOIN (SELECT DISTINCT kpi, dataset FROM term) AS kpi_dataset USING (dataset)
    ANTI JOIN (
        SELECT term.kpi, now.unit
        FROM now JOIN term USING (indicator)
        GROUP BY term.kpi, now.unit
        HAVING count(*) >= any_value(term.needed)
    ) AS reported
        ON reported.kpi = kpi_dataset.kpi AND reported.unit = owed.unit
),
reports AS (
    SELECT unit, dataset, count(DISTINCT month) AS months
    FROM current_figure
    WHERE month >= $as_of - INTERVAL 12 MONTH AND month < $as_of
        AND (unit, dataset) IN (SELECT (unit, dataset) FROM lacking)
    GROUP BY unit, dataset
),
usual AS (
    SELECT kpi, unit, dataset, count(*) AS months
    FROM (
        SELECT lacking.kpi, lacking.unit, lacking.dataset, figure.month
        FROM lacking
        JOIN term USING (kpi)
        JOIN current_figure AS figure ON figure.unit = lacking.unit AND figure.indicator = term.indicator
        WHERE figure.month >= $as_of - INTERVAL 12 MONTH AND figure.month < $as_of
        GROUP BY lacking.kpi, lacking.unit, lacking.dataset, figure.month
        HAVING count(*) >= any_value(term.needed)
    )
    GROUP BY kpi, unit, dataset
),
missing AS (
    SELECT kpi, unit FROM lacking ANTI JOIN now USING (dataset, unit)
    UNION
    SELECT usual.kpi, usual.unit
    FROM usual JOIN reports USING (unit, dataset)
    WHERE 2 * usual.months >= reports.months
)
SELECT missing.kpi, scope.ancestor AS unit, list(missing.unit ORDER BY missing.unit) AS missing_units
FROM missing
JOIN scope ON scope.unit = missing.unit
GROUP BY missing.kpi, scope.ancestor;
