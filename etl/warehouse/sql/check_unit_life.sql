-- Grain: table × row of the file with figures of a unit before its first or after its last month, except withdrawn
-- figures and figures that the warehouse already holds.
WITH mortal AS (
    SELECT staged_series.series, current_unit.unit, start_month, end_month, successor
    FROM staged_series
    JOIN current_unit USING (unit)
    WHERE start_month IS NOT NULL OR end_month IS NOT NULL
),
outside AS (
    SELECT
        figure.table_number, figure."row", figure.series, figure.month, figure.value, figure.word, mortal.unit,
        mortal.start_month, mortal.end_month, mortal.successor
    FROM staged_figure AS figure
    JOIN mortal USING (series)
    WHERE NOT figure.withdrawn AND (figure.month < mortal.start_month OR figure.month > mortal.end_month)
)
SELECT
    outside.table_number, outside."row", outside.unit, outside.month, any_value(start_month) AS start_month,
    any_value(end_month) AS end_month, any_value(successor) AS successor
FROM outside
LEFT JOIN standing_figure AS standing ON standing.series = outside.series AND standing.month = outside.month
WHERE standing.series IS NULL OR standing.value <> outside.value OR standing.word <> outside.word
GROUP BY outside.table_number, outside."row", outside.unit, outside.month
ORDER BY outside.table_number, outside."row", outside.month;
