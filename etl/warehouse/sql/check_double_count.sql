-- Grain: unit × dataset × month whose own figures all reach the sums of the units below it, after the load (equal:
-- all equal those sums); only where the file holds a row of the unit or of one below. row is the unit's own in the file, else
-- null. One figure compared with that of one unit below proves nothing, nor do several where others below have not reported.
-- first_staged and last_staged are the file's months (stage_figures.sql).
WITH below AS (SELECT ancestor, unit, first_month, last_month FROM unit_scope WHERE ancestor <> unit),
concerned AS MATERIALIZED (
    SELECT DISTINCT below.ancestor AS unit, staged.month
    FROM below
    JOIN (SELECT DISTINCT unit, month FROM staged_figure) AS staged ON staged.unit = below.unit
    UNION
    SELECT DISTINCT unit, month FROM staged_figure
),
own AS MATERIALIZED (
    SELECT dataset, indicator, unit, month, value
    FROM current_figure
    SEMI JOIN concerned USING (unit, month)
    WHERE dataset IN (SELECT dataset FROM staged_figure)
        AND month BETWEEN getvariable('first_staged') AND getvariable('last_staged')
),
under AS (
    SELECT figure.indicator, below.ancestor AS unit, figure.month, sum(figure.value) AS value, count(*) AS units
    FROM own
    JOIN below ON below.ancestor = own.unit
    JOIN current_figure AS figure
        ON figure.unit = below.unit AND figure.indicator = own.indicator AND figure.month = own.month
            AND figure.month BETWEEN below.first_month AND below.last_month
    WHERE figure.dataset IN (SELECT dataset FROM staged_figure)
        AND figure.month BETWEEN getvariable('first_staged') AND getvariable('last_staged')
    GROUP BY figure.indicator, below.ancestor, figure.month
),
doubled AS (
    SELECT own.dataset, own.unit, own.month, bool_and(own.value - under.value < 1e-6) AS equal
    FROM own
    JOIN under USING (indicator, unit, month)
    JOIN (SELECT ancestor AS unit, count(DISTINCT unit) AS units FROM below GROUP BY ancestor) AS every USING (unit)
    GROUP BY own.dataset, own.unit, own.month
    HAVING bool_and(own.value - under.value > -1e-6) AND max(under.value) > 0
        AND (
            max(under.units) > 1
            OR (count(*) FILTER (own.value > 0) > 1 AND (equal OR any_value(every.units) = 1))
        )
),
touched AS (
    SELECT doubled.dataset, doubled.unit, doubled.month, doubled.equal
    FROM doubled JOIN staged_figure USING (dataset, unit, month)
    UNION
    SELECT doubled.dataset, doubled.unit, doubled.month, doubled.equal
    FROM doubled
    JOIN below
        ON below.ancestor = doubled.unit AND doubled.month BETWEEN below.first_month AND below.last_month
    JOIN staged_figure AS staged
        ON staged.dataset = doubled.dataset AND staged.unit = below.unit AND staged.month = doubled.month
)
SELECT
    coalesce(own_row.table_number, any_row.table_number) AS table_number, own_row."row",
    touched.dataset, touched.unit, touched.month, touched.equal
FROM touched
LEFT JOIN (
    SELECT dataset, unit, month, min(table_number) AS table_number, min("row") AS "row"
    FROM staged_figure GROUP BY dataset, unit, month
) AS own_row USING (dataset, unit, month)
LEFT JOIN (
    SELECT dataset, month, min(table_number) AS table_number FROM staged_figure GROUP BY dataset, month
) AS any_row USING (dataset, month)
ORDER BY 1, 2;
