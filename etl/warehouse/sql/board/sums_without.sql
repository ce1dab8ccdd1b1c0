-- Grain: KPI × month from $first to $last, of one large view ($view) whose sums are kept: the sums without some units,
-- $lacking_unit, each left out for the KPI beside it, $lacking_kpi. They are the kept sums less the figures of these
-- units, which are few.
WITH term AS (
    SELECT
        unnest($kpi)::VARCHAR AS kpi, unnest($formula)::VARCHAR AS formula, unnest($indicator)::VARCHAR AS indicator,
        unnest($sign) AS sign, unnest($is_denominator) AS is_denominator, unnest($needed) AS needed
),
formula AS MATERIALIZED (SELECT DISTINCT kpi, formula FROM term),
lacking AS MATERIALIZED (
    SELECT
        unnest($lacking_kpi)::VARCHAR AS kpi, unnest($lacking_unit)::VARCHAR AS unit,
        unnest(range(len($lacking_kpi)))::INTEGER AS pair
),
lacking_series AS MATERIALIZED (
    SELECT
        series.series, lacking.pair, term.sign, term.is_denominator, term.needed, scope.first_month, scope.last_month
    FROM lacking
    JOIN term USING (kpi)
    JOIN current_series AS series ON series.unit = lacking.unit AND series.indicator = term.indicator
    JOIN unit_scope AS scope ON scope.unit = lacking.unit AND scope.ancestor = $view
),
unit_month AS (
    SELECT
        term.pair, figure.month,
        sum(term.sign * CAST(figure.value AS DECIMAL(38, 12))) FILTER (NOT term.is_denominator) AS numerator,
        sum(term.sign * CAST(figure.value AS DECIMAL(38, 12))) FILTER (term.is_denominator) AS denominator
    FROM current_value AS figure
    JOIN lacking_series AS term
        ON term.series = figure.series AND figure.month BETWEEN term.first_month AND term.last_month
    WHERE figure.month BETWEEN $first AND $last
    GROUP BY term.pair, figure.month
    HAVING count(*) >= any_value(term.needed)
),
others AS (
    SELECT
        lacking.kpi, unit_month.month, sum(numerator) AS numerator, sum(denominator) AS denominator,
        count(*) AS reporters
    FROM unit_month
    JOIN lacking USING (pair)
    GROUP BY lacking.kpi, unit_month.month
)
SELECT
    formula.kpi, kept.ancestor AS unit, kept.month,
    CAST(kept.numerator - coalesce(others.numerator, 0) AS DOUBLE) AS numerator,
    CASE
        WHEN formula.kpi IN (SELECT kpi FROM term WHERE is_denominator)
            THEN CAST(kept.denominator - coalesce(others.denominator, 0) AS DOUBLE)
    END AS denominator,
    false AS approximate, '' AS word, kept.reporters - coalesce(others.reporters, 0) AS reporters
FROM formula_sum AS kept
JOIN formula USING (formula)
LEFT JOIN others ON others.kpi = formula.kpi AND others.month = kept.month
WHERE kept.ancestor = $view AND kept.month BETWEEN $first AND $last
    AND kept.reporters > coalesce(others.reporters, 0)
ORDER BY formula.kpi, kept.month;
