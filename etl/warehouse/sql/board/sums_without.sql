-- Grain: KPI × month from $first to $last, of one large view ($view) whose sums are kept: the sums without some
-- units' figures. The frame left_out names these, KPI × unit, both as numbers ($number; units in the order of
-- reporters.sql): its bits say in which months, the lowest is $first. $left_units is how many they are, by KPI and month.
WITH term AS (
    SELECT
        unnest($kpi)::VARCHAR AS kpi, unnest($number)::INTEGER AS number, unnest($formula)::VARCHAR AS formula,
        unnest($indicator)::VARCHAR AS indicator, unnest($sign) AS sign, unnest($is_denominator) AS is_denominator
),
formula AS MATERIALIZED (
    SELECT kpi, formula, number, bool_or(is_denominator) AS is_rate FROM term GROUP BY kpi, formula, number
),
left_series AS MATERIALIZED (
    SELECT series.series, left_out.months, term.number, term.sign, term.is_denominator
    FROM left_out
    JOIN term ON term.number = left_out.kpi
    JOIN (SELECT unit, row_number() OVER (ORDER BY unit) - 1 AS number FROM current_unit) AS unit
        ON unit.number = left_out.unit
    JOIN current_series AS series ON series.unit = unit.unit AND series.indicator = term.indicator
),
left_sum AS MATERIALIZED (
    SELECT
        term.number, term.is_denominator, figure.month,
        sum(CAST(term.sign * figure.value AS DECIMAL(38, 12))) AS value
    FROM current_value AS figure
    JOIN left_series AS term USING (series)
    WHERE figure.month BETWEEN $first AND $last
        AND (term.months >> datediff('month', CAST($first AS DATE), figure.month)) & 1 = 1
    GROUP BY term.number, term.is_denominator, figure.month
),
others AS (
    SELECT
        formula.kpi, formula.formula, formula.is_rate, kept.ancestor, kept.month, kept.numerator, kept.denominator,
        kept.reporters - $left_units[formula.number + 1][datediff('month', CAST($first AS DATE), kept.month) + 1]
            AS reporters,
        formula.number
    FROM formula_sum AS kept
    JOIN formula USING (formula)
    WHERE kept.ancestor = $view AND kept.month BETWEEN $first AND $last
)
SELECT
    others.kpi, others.ancestor AS unit, others.month,
    CAST(others.numerator - coalesce(above.value, 0) AS DOUBLE) AS numerator,
    CASE WHEN others.is_rate THEN CAST(others.denominator - coalesce(below.value, 0) AS DOUBLE) END AS denominator,
    false AS approximate, '' AS word, others.reporters
FROM others
LEFT JOIN left_sum AS above ON above.number = others.number AND above.month = others.month AND NOT above.is_denominator
LEFT JOIN left_sum AS below ON below.number = others.number AND below.month = others.month AND below.is_denominator
WHERE others.reporters > 0
ORDER BY others.kpi, others.month;
