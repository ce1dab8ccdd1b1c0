-- Grain: KPI that the view reported in the months $first to $last: numerator and denominator over them, `last` of the
-- latest month (the value of a stock), and the number of months. The view: $unit and all units below it.
-- A unit's month counts for a KPI only if the unit reported enough of the KPI's columns: `needed`.
WITH term AS (
    SELECT
        unnest($kpi)::VARCHAR AS kpi,
        unnest($indicator)::VARCHAR AS indicator,
        unnest($sign) AS sign,
        unnest($is_denominator) AS is_denominator,
        unnest($needed) AS needed
),
unit_month AS (
    SELECT
        term.kpi, figure.unit, figure.month,
        sum(term.sign * figure.value) FILTER (NOT term.is_denominator) AS numerator,
        sum(term.sign * figure.value) FILTER (term.is_denominator) AS denominator,
        bool_or(figure.approximate) AS approximate
    FROM current_figure AS figure
    JOIN term USING (indicator)
    WHERE figure.month BETWEEN $first AND $last
        AND figure.unit IN (SELECT unit FROM unit_scope WHERE ancestor = $unit)
    GROUP BY term.kpi, figure.unit, figure.month
    HAVING count(*) >= any_value(term.needed)
),
view_month AS (
    SELECT
        kpi, month, sum(numerator) AS numerator, sum(denominator) AS denominator,
        bool_or(approximate) AS approximate
    FROM unit_month
    GROUP BY kpi, month
)
SELECT
    kpi, sum(numerator) AS numerator, sum(denominator) AS denominator, arg_max(numerator, month) AS last,
    count(*) AS months, bool_or(approximate) AS approximate
FROM view_month
GROUP BY kpi;
