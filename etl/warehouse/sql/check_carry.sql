-- Grain: rule × unit × month that the file touches and whose carried-in figure differs from the closing balance of
-- the month before (its carried-in + received − closed); only where all are reported and exact. The span of the file's
-- months and units (stage_figures.sql) lets DuckDB skip most figures.
WITH term AS (
    SELECT
        unnest($rule) AS rule, unnest($indicator) AS indicator, unnest($sign) AS sign,
        unnest($is_carried) AS is_carried, unnest($operands) AS operands
),
place AS (
    SELECT rule, unit, month, table_number, "row", "column", text
    FROM (
        SELECT term.rule, staged.unit, staged.month, table_number, "row", "column", text, cell, 0 AS rank
        FROM staged_figure AS staged JOIN term USING (indicator) WHERE term.is_carried
        UNION ALL
        SELECT
            term.rule, staged.unit, CAST(staged.month + INTERVAL 1 MONTH AS DATE), table_number, "row", "column",
            text, cell, 1
        FROM staged_figure AS staged JOIN term USING (indicator)
    )
    QUALIFY row_number() OVER (PARTITION BY rule, unit, month ORDER BY rank, cell) = 1
),
operand AS (
    SELECT
        term.rule, series.unit, figure.month, term.sign * figure.value AS value, is_carried,
        figure.word <> '' AS approximate, operands
    FROM current_value AS figure
    JOIN current_series AS series USING (series)
    JOIN term USING (indicator)
    WHERE series.unit IN (SELECT unit FROM place)
        AND figure.series BETWEEN getvariable('first_of_units') AND getvariable('last_of_units')
        AND figure.month BETWEEN getvariable('first_staged') - INTERVAL 1 MONTH
            AND getvariable('last_staged') + INTERVAL 1 MONTH
),
handed_on AS (
    SELECT rule, unit, CAST(month + INTERVAL 1 MONTH AS DATE) AS month, sum(value) AS expected
    FROM operand
    GROUP BY rule, unit, month
    HAVING count(*) = any_value(operands) AND NOT bool_or(approximate)
)
SELECT table_number, "row", "column", text, place.rule, place.unit, place.month, operand.value, handed_on.expected
FROM place
JOIN operand
    ON operand.rule = place.rule AND operand.unit = place.unit AND operand.month = place.month AND operand.is_carried
JOIN handed_on
    ON handed_on.rule = place.rule AND handed_on.unit = place.unit AND handed_on.month = place.month
WHERE NOT operand.approximate AND abs(operand.value - handed_on.expected) > 1e-6
ORDER BY table_number, "row", place.month;
