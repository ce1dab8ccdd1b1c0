-- Grain: rule × unit × month that the file touches and whose part exceeds its whole after the load; only where
-- every operand is reported. by_year: both are summed over this year's months that report both.
-- row, column, text: the part's cell in the file, else that of another operand. The span of the file's months and units
-- (stage_figures.sql) lets DuckDB skip most figures.
WITH term AS (
    SELECT
        unnest($rule) AS rule, unnest($indicator) AS indicator, unnest($is_part) AS is_part,
        unnest($operands) AS operands, unnest($by_year) AS by_year
),
place AS (
    SELECT term.rule, staged.unit, staged.month, table_number, "row", "column", text
    FROM staged_figure AS staged JOIN term USING (indicator)
    QUALIFY row_number() OVER (
        PARTITION BY term.rule, staged.unit, staged.month ORDER BY term.is_part DESC, cell
    ) = 1
),
complete AS (
    SELECT
        term.rule, series.unit, figure.month, any_value(term.by_year) AS by_year,
        sum(figure.value) FILTER (term.is_part) AS part, sum(figure.value) FILTER (NOT term.is_part) AS whole,
        bool_or(figure.word <> '') AS approximate
    FROM current_value AS figure
    JOIN current_series AS series USING (series)
    JOIN term USING (indicator)
    SEMI JOIN place
        ON place.rule = term.rule AND place.unit = series.unit AND year(place.month) = year(figure.month)
    WHERE figure.series BETWEEN getvariable('first_of_units') AND getvariable('last_of_units')
        AND figure.month BETWEEN date_trunc('year', getvariable('first_staged'))
            AND date_trunc('year', getvariable('last_staged')) + INTERVAL 11 MONTH
    GROUP BY term.rule, series.unit, figure.month
    HAVING count(*) = any_value(term.operands)
),
compared AS (
    SELECT
        rule, unit, month, approximate,
        CASE WHEN by_year THEN sum(part) OVER so_far ELSE part END AS part,
        CASE WHEN by_year THEN sum(whole) OVER so_far ELSE whole END AS whole
    FROM complete
    WINDOW so_far AS (PARTITION BY rule, unit, year(month) ORDER BY month)
)
SELECT table_number, "row", "column", text, compared.*
FROM compared
JOIN place ON place.rule = compared.rule AND place.unit = compared.unit AND place.month = compared.month
WHERE part > whole + 1e-6
ORDER BY table_number, "row", compared.rule;
