-- Grain: KPI × view unit × unit that owes the as-of month and has not reported the KPI in it.
-- A unit owes the datasets its row names; where it names none, those it reported in the twelve months before.
-- It has not reported a KPI when nothing of the dataset came in, or when the KPI is one it reported in those
-- twelve months: a column that a unit never fills is not missing.
WITH formula AS (
    SELECT
        unnest($kpi) AS kpi,
        unnest($dataset) AS dataset,
        unnest($indicator) AS indicator,
        unnest($needed) AS needed
),
scope AS (
    SELECT ancestor, unit_scope.unit
    FROM (SELECT unnest($units) AS ancestor) JOIN unit_scope USING (ancestor)
),
recent AS (
    SELECT dataset, indicator, unit, month
    FROM current_figure
    WHERE month BETWEEN $as_of - INTERVAL 12 MONTH AND $as_of AND unit IN (SELECT unit FROM scope)
),
owed AS (
    SELECT current_unit.unit, named.dataset
    FROM current_unit, unnest(current_unit.reports) AS named (dataset)
    WHERE $as_of BETWEEN coalesce(start_month, $as_of) AND coalesce(end_month, $as_of)
    UNION
    SELECT current_unit.unit, recent.dataset
    FROM current_unit JOIN recent USING (unit)
    WHERE coalesce(len(current_unit.reports), 0) = 0 AND recent.month < $as_of
        AND $as_of BETWEEN coalesce(start_month, $as_of) AND coalesce(end_month, $as_of)
),
kpi_month AS (
    SELECT formula.kpi, recent.unit, recent.month
    FROM recent JOIN formula USING (indicator)
    GROUP BY formula.kpi, recent.unit, recent.month
    HAVING count(*) >= any_value(formula.needed)
),
kpi_dataset AS (SELECT DISTINCT kpi, dataset FROM formula),
missing AS (
    SELECT kpi_dataset.kpi, owed.unit
    FROM owed
    JOIN kpi_dataset USING (dataset)
    WHERE (kpi_dataset.kpi, owed.unit) NOT IN (SELECT (kpi, unit) FROM kpi_month WHERE month = $as_of)
        AND (
            (kpi_dataset.kpi, owed.unit) IN (SELECT (kpi, unit) FROM kpi_month)
            OR (owed.dataset, owed.unit) NOT IN (SELECT (dataset, unit) FROM recent WHERE month = $as_of)
        )
)
SELECT missing.kpi, scope.ancestor AS unit, list(missing.unit ORDER BY missing.unit) AS missing_units
FROM missing JOIN scope ON scope.unit = missing.unit
GROUP BY missing.kpi, scope.ancestor;
