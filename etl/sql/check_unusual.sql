-- Grain: one row a staged figure strictly outside the natural process limits (docs/rules.md §4) of
-- the last 12 to 24 months that its unit reported before it. No limits under a mean of 1 a month.
WITH series AS (
    SELECT
        figure.indicator, figure.unit, figure.month, figure.value,
        abs(figure.value - lag(figure.value) OVER (
            PARTITION BY figure.indicator, figure.unit ORDER BY figure.month)) AS moving_range
    FROM current_figure AS figure
    SEMI JOIN staged_figure AS staged ON staged.indicator = figure.indicator AND staged.unit = figure.unit
),
past AS (
    SELECT
        indicator, unit, month, value, count(*) OVER before AS months, avg(value) OVER before AS centre,
        avg(moving_range) OVER ranges_before AS mean_range, max(moving_range) OVER ranges_before AS widest,
        list(moving_range) OVER ranges_before AS ranges
    FROM series
    WINDOW
        before AS (PARTITION BY indicator, unit ORDER BY month ROWS BETWEEN 24 PRECEDING AND 1 PRECEDING),
        ranges_before AS (PARTITION BY indicator, unit ORDER BY month ROWS BETWEEN 23 PRECEDING AND 1 PRECEDING)
),
limited AS (
    SELECT
        indicator, unit, month, value, centre, months,
        2.66 * CASE
            WHEN mean_range > 0 AND widest >= 3.267 * mean_range
                THEN list_avg(list_filter(ranges, lambda width: width < 3.267 * mean_range))
            ELSE mean_range
        END AS reach
    FROM past
    WHERE months >= 12 AND centre >= 1
)
SELECT
    table_number, "row", "column", text, limited.indicator, limited.unit, limited.month, limited.value,
    greatest(centre - reach, 0) AS lower, centre + reach AS upper, months
FROM limited
JOIN staged_figure AS staged
    ON staged.indicator = limited.indicator AND staged.unit = limited.unit AND staged.month = limited.month
WHERE abs(limited.value - centre) > reach + 1e-9
ORDER BY table_number, "row", "column";
