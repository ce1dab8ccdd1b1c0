-- Grain and rule: as missing_units.sql, where reports are kept; quick with thousands of units.
-- `filled` says how many columns of a KPI a pattern of columns fills (views.sql). Reports (`sent`) with all columns of a
-- KPI are out of the question at once.
-- Texts are cast, because an empty list has no type.
WITH term AS (
    SELECT
        unnest($kpi)::VARCHAR AS kpi,
        unnest($dataset)::VARCHAR AS dataset,
        unnest($indicator)::VARCHAR AS indicator,
        unnest($needed) AS needed
),
scope AS MATERIALIZED (
    SELECT ancestor, unit, first_month, last_month FROM view_scope
),
kpi_dataset AS MATERIALIZED (SELECT DISTINCT kpi, dataset, needed FROM term),
filled AS MATERIALIZED (
    SELECT term.kpi, pattern_column.pattern, count(*) AS columns
    FROM pattern_column
    JOIN term USING (indicator)
    GROUP BY term.kpi, pattern_column.pattern
),
owed AS MATERIALIZED (
    SELECT month, unit, dataset FROM reporting_duty AS owed
),
sent AS MATERIALIZED (
    SELECT unit, dataset, month, pattern FROM kept_report WHERE month BETWEEN $first AND $last
),
short AS MATERIALIZED (
    SELECT sent.dataset, sent.pattern, kpi_dataset.kpi
    FROM (SELECT DISTINCT dataset, pattern FROM sent) AS sent
    JOIN kpi_dataset USING (dataset)
    LEFT JOIN filled ON filled.kpi = kpi_dataset.kpi AND filled.pattern = sent.pattern
    WHERE coalesce(filled.columns, 0) < kpi_dataset.needed
),
candidate AS MATERIALIZED (
    SELECT owed.month, kpi_dataset.kpi, owed.unit
    FROM owed
    ANTI JOIN sent ON sent.unit = owed.unit AND sent.dataset = owed.dataset AND sent.month = owed.month
    JOIN kpi_dataset ON kpi_dataset.dataset = owed.dataset
    UNION ALL
    SELECT owed.month, short.kpi, owed.unit
    FROM owed
    JOIN sent ON sent.unit = owed.unit AND sent.dataset = owed.dataset AND sent.month = owed.month
    JOIN short ON short.dataset = sent.dataset AND short.pattern = sent.pattern
),
lacking AS MATERIALIZED (
    SELECT candidate.month, candidate.kpi, candidate.unit
    FROM candidate
    ANTI JOIN (
        SELECT candidate.kpi, candidate.unit, candidate.month
        FROM candidate
        JOIN report_set AS report ON report.unit = candidate.unit AND report.month = candidate.month
        JOIN filled ON filled.kpi = candidate.kpi AND filled.pattern = report.pattern
        JOIN kpi_dataset ON kpi_dataset.kpi = candidate.kpi
        WHERE report.month BETWEEN $first AND $last
        GROUP BY candidate.kpi, candidate.unit, candidate.month
        HAVING sum(filled.columns) >= any_value(kpi_dataset.needed)
    ) AS reported
        ON reported.kpi = candidate.kpi AND reported.unit = candidate.unit AND reported.month = candidate.month
),
planned AS MATERIALIZED (
    SELECT DISTINCT year, kpi, unit
    FROM current_target
    WHERE kpi IN (SELECT kpi FROM term) AND year BETWEEN year($first) AND year($last)
),
borne_before AS MATERIALIZED (
    SELECT lacking.month, lacking.kpi, lacking.unit
    FROM lacking
    JOIN report_set AS report ON report.unit = lacking.unit AND report.month = lacking.month - INTERVAL 1 MONTH
    SEMI JOIN filled ON filled.kpi = lacking.kpi AND filled.pattern = report.pattern
),
not_borne_just_before AS MATERIALIZED (
    SELECT lacking.month, lacking.kpi, lacking.unit
    FROM (FROM lacking ANTI JOIN borne_before USING (month, kpi, unit)) AS lacking
    SEMI JOIN (
        SELECT DISTINCT term.kpi, series.unit FROM current_series AS series JOIN term USING (indicator)
    ) AS ever
        ON ever.kpi = lacking.kpi AND ever.unit = lacking.unit
),
bearing AS MATERIALIZED (
    FROM borne_before
    UNION
    SELECT lacking.month, lacking.kpi, lacking.unit
    FROM not_borne_just_before AS lacking
    JOIN report_set AS report
        ON report.unit = lacking.unit AND report.month < lacking.month
            AND report.month >= lacking.month - INTERVAL 12 MONTH
    SEMI JOIN filled ON filled.kpi = lacking.kpi AND filled.pattern = report.pattern
    WHERE report.month >= $first - INTERVAL 12 MONTH AND report.month < $last
    UNION
    SELECT lacking.month, lacking.kpi, lacking.unit
    FROM lacking
    JOIN planned ON planned.kpi = lacking.kpi AND planned.unit = lacking.unit AND planned.year = year(lacking.month)
),
idle AS MATERIALIZED (
    SELECT month, kpi, unit FROM lacking ANTI JOIN (SELECT DISTINCT month, kpi FROM bearing) AS borne USING (month, kpi)
),
borne_elsewhere AS (
    SELECT idle.month, idle.kpi
    FROM (
        SELECT idle.month, idle.kpi, filled.pattern
        FROM (SELECT DISTINCT month, kpi FROM idle) AS idle JOIN filled USING (kpi)
    ) AS idle
    JOIN report_set AS report USING (pattern)
    WHERE report.month >= $first - INTERVAL 12 MONTH AND report.month < $last
        AND report.month >= idle.month - INTERVAL 12 MONTH AND report.month < idle.month
    UNION
    SELECT idle.month, idle.kpi
    FROM idle
    JOIN planned ON planned.kpi = idle.kpi AND planned.year = year(idle.month)
    WHERE planned.unit NOT IN (SELECT parent FROM unit_place WHERE parent IS NOT NULL)
),
missing AS (
    SELECT month, kpi, unit FROM bearing
    UNION
    SELECT month, kpi, unit FROM idle ANTI JOIN borne_elsewhere USING (month, kpi)
    UNION
    SELECT lacking.month, lacking.kpi, lacking.unit
    FROM lacking
    JOIN term ON term.kpi = lacking.kpi
    JOIN current_unread AS unread
        ON unread.indicator = term.indicator AND unread.unit = lacking.unit AND unread.month = lacking.month
)
SELECT missing.month, missing.kpi, scope.ancestor AS unit, list(missing.unit ORDER BY missing.unit) AS missing_units
FROM missing
JOIN scope ON scope.unit = missing.unit AND missing.month BETWEEN scope.first_month AND scope.last_month
GROUP BY missing.month, missing.kpi, scope.ancestor;
