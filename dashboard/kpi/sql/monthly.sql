-- Grain: KPI × view unit × month, for every month in which the KPI was reported in the view.
-- A view unit's value is its own rows and those of all units below it, each once.
-- needed: how many of its parts a unit-month must report to count: all for a rate or stock, one for a sum.
-- word: the mark all approximate parts share (余 约 近 多 +), 约 where they differ and for a rate, '' where all is
-- exact.
WITH formula AS (
    SELECT
        unnest($kpi) AS kpi,
        unnest($indicator) AS indicator,
        unnest($sign) AS sign,
        unnest($is_denominator) AS is_denominator,
        unnest($needed) AS needed
),
view_unit AS (SELECT unnest($units) AS ancestor),
scope AS (SELECT ancestor, unit_scope.unit FROM view_unit JOIN unit_scope USING (ancestor)),
unit_month AS (
    SELECT
        formula.kpi,
        figure.unit,
        figure.month,
        fsum(formula.sign * figure.value) FILTER (NOT formula.is_denominator) AS numerator,
        fsum(formula.sign * figure.value) FILTER (formula.is_denominator) AS denominator,
        bool_or(figure.approximate) AS approximate,
        min(figure.word) FILTER (figure.approximate) AS first_word,
        max(figure.word) FILTER (figure.approximate) AS last_word
    FROM current_figure AS figure
    JOIN formula USING (indicator)
    WHERE figure.month <= $until AND figure.unit IN (SELECT unit FROM scope)
    GROUP BY formula.kpi, figure.unit, figure.month
    HAVING count(*) >= any_value(formula.needed)
)
SELECT
    unit_month.kpi,
    scope.ancestor AS unit,
    unit_month.month,
    fsum(unit_month.numerator) AS numerator,
    fsum(unit_month.denominator) AS denominator,
    bool_or(unit_month.approximate) AS approximate,
    CASE
        WHEN min(first_word) IS NULL THEN ''
        WHEN min(first_word) = max(last_word) AND fsum(unit_month.denominator) IS NULL THEN min(first_word)
        ELSE '约'
    END AS word,
    count(*) AS reporters
FROM unit_month
JOIN scope ON scope.unit = unit_month.unit
GROUP BY unit_month.kpi, scope.ancestor, unit_month.month
ORDER BY unit_month.kpi, scope.ancestor, unit_month.month;
