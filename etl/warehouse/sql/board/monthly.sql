-- Grain: KPI × view unit × month, for every month in which the KPI was reported in the view.
-- scope.sql says which units (unit) are in which view (ancestor). A KPI with one column is a plain sum. A KPI
-- with several columns counts a unit's month only if the unit reported enough of the columns: `needed`. If all
-- columns come from the same units (`party`: combined hash and number of units), the sums of the columns suffice,
-- however many units there are; only the other months are checked unit by unit.
-- $first_series and $last_series bound the series of the units in view: so DuckDB skips most of the figures.
-- word: the mark all approximate parts share (余 约 近 多 +), 约 where they differ and for a rate, '' where all
-- is exact. Units and KPIs are numbered to keep the step with one row per unit and month small; texts are cast,
-- because an empty list has no type.
WITH scope AS MATERIALIZED (
    SELECT
        unnest($ancestor) AS ancestor, unnest($unit) AS unit, unnest($first_month) AS first_month,
        unnest($last_month) AS last_month
),
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
series AS MATERIALIZED (
    SELECT series, indicator, unit, unit_number, hash(unit) AS party
    FROM current_series
    JOIN member USING (unit)
    WHERE indicator IN (SELECT indicator FROM single UNION SELECT indicator FROM term)
),
viewed AS MATERIALIZED (
    SELECT series, indicator, ancestor, party, first_month, last_month FROM series JOIN scope USING (unit)
),
summed AS MATERIALIZED (
    SELECT
        viewed.indicator,
        viewed.ancestor,
        figure.month,
        fsum(figure.value) AS value,
        bool_or(figure.word <> '') AS approximate,
        min(figure.word) FILTER (figure.word <> '') AS first_word,
        max(figure.word) FILTER (figure.word <> '') AS last_word,
        count(*) AS reporters,
        bit_xor(viewed.party) AS party
    FROM current_value AS figure
    JOIN viewed USING (series)
    WHERE figure.month <= $until AND figure.month BETWEEN viewed.first_month AND viewed.last_month
        AND figure.series BETWEEN $first_series AND $last_series
    GROUP BY viewed.indicator, viewed.ancestor, figure.month
),
together AS MATERIALIZED (
    SELECT
        term.kpi_number,
        summed.ancestor,
        summed.month,
        fsum(term.sign * summed.value) FILTER (NOT term.is_denominator) AS numerator,
        fsum(term.sign * summed.value) FILTER (term.is_denominator) AS denominator,
        bool_or(summed.approximate) AS approximate,
        min(summed.first_word) AS first_word,
        max(summed.last_word) AS last_word,
        min(summed.reporters) AS reporters,
        count(*) >= any_value(term.needed) AS is_enough,
        min(summed.party) = max(summed.party) AND min(summed.reporters) = max(summed.reporters) AS is_one_party
    FROM summed
    JOIN term USING (indicator)
    GROUP BY term.kpi_number, summed.ancestor, summed.month
),
uneven AS MATERIALIZED (SELECT kpi_number, ancestor, month FROM together WHERE NOT is_one_party),
uneven_series AS MATERIALIZED (
    SELECT series.series, series.unit_number, term.kpi_number, term.sign, term.is_denominator, term.needed
    FROM series
    JOIN term USING (indicator)
    WHERE term.kpi_number IN (SELECT kpi_number FROM uneven)
),
unit_month AS (
    SELECT
        term.kpi_number,
        term.unit_number,
        figure.month,
        fsum(term.sign * figure.value) FILTER (NOT term.is_denominator) AS numerator,
        fsum(term.sign * figure.value) FILTER (term.is_denominator) AS denominator,
        bool_or(figure.word <> '') AS approximate,
        min(figure.word) FILTER (figure.word <> '') AS first_word,
        max(figure.word) FILTER (figure.word <> '') AS last_word
    FROM current_value AS figure
    JOIN uneven_series AS term USING (series)
    WHERE figure.month IN (SELECT month FROM uneven)
        AND figure.series BETWEEN $first_series AND $last_series
        AND (term.kpi_number, figure.month) IN (SELECT (kpi_number, month) FROM uneven)
    GROUP BY term.kpi_number, term.unit_number, figure.month
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
    JOIN scope
        ON scope.unit = member.unit AND unit_month.month BETWEEN scope.first_month AND scope.last_month
    SEMI JOIN uneven
        ON uneven.kpi_number = unit_month.kpi_number
            AND uneven.ancestor = scope.ancestor
            AND uneven.month = unit_month.month
    GROUP BY unit_month.kpi_number, scope.ancestor, unit_month.month
    UNION ALL
    SELECT
        kpi_number, ancestor, month, numerator, denominator, approximate, first_word, last_word, reporters
    FROM together
    WHERE is_one_party AND is_enough
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
