-- Grain: KPI × month from $first to $month, of one large view ($view) whose sums are kept: the sums over the units that
-- reported the KPI in $month and in $year_before. They are the kept sums less the figures of all other units, which
-- are few. `lacking` are the units that did not report a month, by the rule of domain/submissions.py.
WITH term AS (
    SELECT
        unnest($kpi)::VARCHAR AS kpi, unnest($formula)::VARCHAR AS formula, unnest($dataset)::VARCHAR AS dataset,
        unnest($indicator)::VARCHAR AS indicator, unnest($sign) AS sign, unnest($is_denominator) AS is_denominator,
        unnest($needed) AS needed
),
kpi_dataset AS MATERIALIZED (SELECT DISTINCT kpi, formula, dataset, needed FROM term),
filled AS MATERIALIZED (
    SELECT term.kpi, pattern_column.pattern, count(*) AS columns
    FROM pattern_column
    JOIN term USING (indicator)
    GROUP BY term.kpi, pattern_column.pattern
),
scope AS MATERIALIZED (SELECT unit, first_month, last_month FROM unit_scope WHERE ancestor = $view),
compared AS (SELECT unnest([$month, $year_before]) AS month),
sent AS MATERIALIZED (
    SELECT unit, dataset, month, pattern FROM kept_report WHERE month = $month OR month = $year_before
),
short AS MATERIALIZED (
    SELECT sent.dataset, sent.pattern, kpi_dataset.kpi
    FROM (SELECT DISTINCT dataset, pattern FROM sent) AS sent
    JOIN kpi_dataset USING (dataset)
    LEFT JOIN filled ON filled.kpi = kpi_dataset.kpi AND filled.pattern = sent.pattern
    WHERE coalesce(filled.columns, 0) < kpi_dataset.needed
),
due AS MATERIALIZED (
    SELECT member.unit, compared.month, dataset.dataset
    FROM (SELECT DISTINCT unit FROM scope) AS member, compared, (SELECT DISTINCT dataset FROM term) AS dataset
),
candidate AS MATERIALIZED (
    SELECT due.unit, due.month, kpi_dataset.kpi
    FROM due
    ANTI JOIN sent ON sent.unit = due.unit AND sent.dataset = due.dataset AND sent.month = due.month
    JOIN kpi_dataset ON kpi_dataset.dataset = due.dataset
    UNION ALL
    SELECT sent.unit, sent.month, short.kpi
    FROM sent
    JOIN short USING (dataset, pattern)
    WHERE sent.unit IN (SELECT unit FROM scope)
),
lacking AS MATERIALIZED (
    SELECT DISTINCT candidate.kpi, candidate.unit
    FROM candidate
    ANTI JOIN (
        SELECT filled.kpi, report.unit, report.month
        FROM (SELECT * FROM sent WHERE unit IN (SELECT unit FROM candidate)) AS report
        JOIN filled USING (pattern)
        JOIN kpi_dataset ON kpi_dataset.kpi = filled.kpi
        GROUP BY filled.kpi, report.unit, report.month
        HAVING sum(filled.columns) >= any_value(kpi_dataset.needed)
    ) AS reported
        ON reported.kpi = candidate.kpi AND reported.unit = candidate.unit AND reported.month = candidate.month
),
lacking_series AS MATERIALIZED (
    SELECT series.series, lacking.kpi, lacking.unit, term.sign, term.is_denominator, term.needed
    FROM lacking
    JOIN term USING (kpi)
    JOIN current_series AS series ON series.unit = lacking.unit AND series.indicator = term.indicator
),
unit_month AS (
    SELECT
        term.kpi, term.unit, figure.month,
        sum(term.sign * CAST(figure.value AS DECIMAL(38, 12))) FILTER (NOT term.is_denominator) AS numerator,
        sum(term.sign * CAST(figure.value AS DECIMAL(38, 12))) FILTER (term.is_denominator) AS denominator
    FROM current_value AS figure
    JOIN lacking_series AS term USING (series)
    WHERE figure.month BETWEEN $first AND $month
    GROUP BY term.kpi, term.unit, figure.month
    HAVING count(*) >= any_value(term.needed)
),
others AS (
    SELECT
        unit_month.kpi, unit_month.month, sum(numerator) AS numerator, sum(denominator) AS denominator,
        count(*) AS reporters
    FROM unit_month
    JOIN scope
        ON scope.unit = unit_month.unit AND unit_month.month BETWEEN scope.first_month AND scope.last_month
    GROUP BY unit_month.kpi, unit_month.month
)
SELECT
    kpi_dataset.kpi, kept.ancestor AS unit, kept.month,
    CAST(kept.numerator - coalesce(others.numerator, 0) AS DOUBLE) AS numerator,
    CASE
        WHEN kpi_dataset.kpi IN (SELECT kpi FROM term WHERE is_denominator)
            THEN CAST(kept.denominator - coalesce(others.denominator, 0) AS DOUBLE)
    END AS denominator,
    false AS approximate, '' AS word, kept.reporters - coalesce(others.reporters, 0) AS reporters
FROM formula_sum AS kept
JOIN kpi_dataset USING (formula)
LEFT JOIN others ON others.kpi = kpi_dataset.kpi AND others.month = kept.month
WHERE kept.ancestor = $view AND kept.month BETWEEN $first AND $month
    AND kept.reporters > coalesce(others.reporters, 0)
ORDER BY kpi_dataset.kpi, kept.month;
