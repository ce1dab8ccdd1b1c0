-- Grain: KPI × view unit × month, for every month in which the KPI was reported in the view.
-- scope.sql says which units (unit) are in which view (ancestor). A KPI of one column adds up straight; one
-- of several columns first asks of each unit and month whether enough of them are there: `needed`.
-- word: the mark all approximate parts share (余 约 近 多 +), 约 where they differ and for a rate, '' where all
-- is exact. Numbered units and KPIs make the middle step, one row a unit and month, small; texts are cast, since
-- an empty list has no type of its own.
WITH scope AS MATERIALIZED (SELECT unnest($ancestor) AS ancestor, unnest($unit) AS unit),
member AS MATERIALIZED (
    SELECT unit, row_number() OVER ()::INTEGER AS unit_number FROM (SELECT DISTINCT unit FROM scope)
),
single AS MATERIALIZED (
    SELECT
        unnest($single_kpi)::VARCHAR AS kpi,
        unnest($single_indicator)::VARCHAR AS indicator,
        unnest($single_sign) AS sign
),
term AS MATERIALIZED (
    SELECT
        unnest($kpi)::VARCHAR AS kpi,
        unnest($kpi_number)::SMALLINT AS kpi_number,
        unnest($indicator)::VARCHAR AS indicator,
        unnest($sign) AS sign,
        unnest($is_denominator) AS is_denominator,
        unnest($needed) AS needed
),
summed AS (
    SELECT
        figure.indicator,
        scope.ancestor,
        figure.month,
        fsum(figure.value) AS value,
        bool_or(figure.approximate) AS approximate,
        min(figure.word) FILTER (figure.approximate) AS first_word,
        max(figure.word) FILTER (figure.approximate) AS last_word,
        count(*) AS reporters
    FROM current_figure AS figure
    JOIN scope USING (unit)
    WHERE figure.month <= $until AND figure.indicator IN (SELECT indicator FROM single)
    GROUP BY figure.indicator, scope.ancestor, figure.month
),
unit_month AS (
    SELECT
        term.kpi_number,
        member.unit_number,
        figure.month,
        fsum(term.sign * figure.value) FILTER (NOT term.is_denominator) AS numerator,
        fsum(term.sign * figure.value) FILTER (term.is_denominator) AS denominator,
        bool_or(figure.approximate) AS approximate,
        min(figure.word) FILTER (figure.approximate) AS first_word,
        max(figure.word) FILTER (figure.approximate) AS last_word
    FROM current_figure AS figure
    JOIN member USING (unit)
    JOIN term USING (indicator)
    WHERE figure.month <= $until
    GROUP BY term.kpi_number, member.unit_number, figure.month
    HAVING count(*) >= any_value(term.needed)
),
combined AS (
    SELECT
        unit_month.kpi_number,
        scope.ancestor,
        unit_month.month,
        fsum(unit_month.numerator) AS numerator,
        fsum(unit_month.denominator) AS denominator,
        bool_or(unit_month.approximate) AS approximate,
        min(unit_month.first_word) AS first_word,
        max(unit_month.last_word) AS last_word,
        count(*) AS reporters
    FROM unit_month
    JOIN member USING (unit_number)
    JOIN scope ON scope.unit = member.unit
    GROUP BY unit_month.kpi_number, scope.ancestor, unit_month.month
),
monthly AS (
    SELECT
        single.kpi,
        summed.ancestor,
        summed.month,
        single.sign * summed.value AS numerator,
        NULL AS denominator,
        summed.approximate,
        summed.first_word,
        summed.last_word,
        summed.reporters
    FROM summed
    JOIN single USING (indicator)
    UNION ALL
    SELECT
        named.kpi,
        combined.ancestor,
        combined.month,
        combined.numerator,
        combined.denominator,
        combined.approximate,
        combined.first_word,
        combined.last_word,
        combined.reporters
    FROM combined
    JOIN (SELECT DISTINCT kpi, kpi_number FROM term) AS named USING (kpi_number)
)
SELECT
    kpi,
    ancestor AS unit,
    month,
    numerator,
    denominator,
    approximate,
    CASE
        WHEN first_word IS NULL THEN ''
        WHEN first_word = last_word AND denominator IS NULL THEN first_word
        ELSE '约'
    END AS word,
    reporters
FROM monthly
ORDER BY kpi, unit, month;
