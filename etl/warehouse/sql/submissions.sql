-- Grain: unit × month × pattern of a report from $first to $last, all as numbers: units in the order of reporters.sql,
-- months from $first on, patterns in the order of report_patterns.sql. There may be millions.
WITH unit AS (SELECT unit, row_number() OVER (ORDER BY unit) - 1 AS number FROM current_unit),
pattern AS (
    SELECT pattern, row_number() OVER (ORDER BY pattern) - 1 AS number
    FROM (SELECT DISTINCT pattern FROM pattern_column)
)
SELECT
    CAST(unit.number AS INTEGER) AS unit,
    CAST(datediff('month', CAST($first AS DATE), report.month) AS INTEGER) AS month,
    CAST(pattern.number AS INTEGER) AS pattern
FROM report_set AS report
JOIN unit USING (unit)
JOIN pattern USING (pattern)
WHERE report.month BETWEEN $first AND $last;
