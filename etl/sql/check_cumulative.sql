-- Grain: indicator × unit × year of the file whose months after the load never fall and grow as sums do:
-- four or more reported months, three or more rises, the last at least twice the first. $stocks are left out.
WITH last_staged AS (
    SELECT indicator, unit, year(month) AS year, max(month) AS month
    FROM staged_figure WHERE NOT withdrawn AND indicator NOT IN (SELECT unnest($stocks))
    GROUP BY indicator, unit, year(month)
),
step AS (
    SELECT
        figure.indicator, figure.unit, year(figure.month) AS year, figure.month, figure.value,
        figure.value - lag(figure.value) OVER (
            PARTITION BY figure.indicator, figure.unit, year(figure.month) ORDER BY figure.month) AS rise
    FROM current_figure AS figure
    JOIN last_staged
        ON last_staged.indicator = figure.indicator AND last_staged.unit = figure.unit
        AND last_staged.year = year(figure.month) AND figure.month <= last_staged.month
),
growing AS (
    SELECT indicator, unit, year, max(month) AS month, count(*) AS months
    FROM step
    GROUP BY indicator, unit, year
    HAVING count(*) >= 4 AND coalesce(min(rise), 0) >= 0 AND count(*) FILTER (rise > 0) >= 3
        AND max(value) >= 2 * min(value)
)
SELECT table_number, "row", "column", text, growing.indicator, growing.unit, growing.month, growing.months
FROM growing
JOIN staged_figure AS staged
    ON staged.indicator = growing.indicator AND staged.unit = growing.unit AND staged.month = growing.month
ORDER BY table_number, "row", "column";
