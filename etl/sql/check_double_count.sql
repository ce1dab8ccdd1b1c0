-- Grain: unit × dataset × month whose own figures all equal the sums of the units below it, after the load;
-- only where the file holds a row of it or of one below. row is the unit's own in the file, else null.
WITH below AS (SELECT ancestor, unit FROM unit_scope WHERE ancestor <> unit),
touched AS (
    SELECT DISTINCT dataset, unit, month
    FROM (
        SELECT dataset, unit, month FROM staged_figure WHERE unit IN (SELECT ancestor FROM below)
        UNION ALL
        SELECT dataset, below.ancestor, month FROM staged_figure JOIN below USING (unit)
    )
),
own AS (
    SELECT dataset, indicator, unit, month, value
    FROM current_figure SEMI JOIN touched USING (dataset, unit, month)
),
under AS (
    SELECT figure.indicator, below.ancestor AS unit, figure.month, sum(figure.value) AS value, count(*) AS units
    FROM current_figure AS figure
    JOIN below ON below.unit = figure.unit
    SEMI JOIN touched
        ON touched.dataset = figure.dataset AND touched.unit = below.ancestor AND touched.month = figure.month
    GROUP BY figure.indicator, below.ancestor, figure.month
),
doubled AS (
    SELECT own.dataset, own.unit, own.month
    FROM own JOIN under USING (indicator, unit, month)
    GROUP BY own.dataset, own.unit, own.month
    HAVING bool_and(abs(own.value - under.value) < 1e-6) AND max(own.value) > 0
        AND (max(under.units) > 1 OR count(*) FILTER (own.value > 0) > 1)
)
SELECT
    coalesce(own_row.table_number, any_row.table_number) AS table_number, own_row."row",
    doubled.dataset, doubled.unit, doubled.month
FROM doubled
LEFT JOIN (
    SELECT dataset, unit, month, min(table_number) AS table_number, min("row") AS "row"
    FROM staged_figure GROUP BY dataset, unit, month
) AS own_row USING (dataset, unit, month)
LEFT JOIN (
    SELECT dataset, month, min(table_number) AS table_number FROM staged_figure GROUP BY dataset, month
) AS any_row USING (dataset, month)
ORDER BY 1, 2;
