-- Temporary table cell. Grain: as cells.sql, of all units and of the columns in term_to_sum, in the month $month.
CREATE OR REPLACE TEMP TABLE cell AS
SELECT
    series.unit, series.dataset, series.indicator, figure.month, CAST(figure.value AS DECIMAL(38, 12)) AS value,
    figure.word, 0::UBIGINT AS digest, 1 AS weight
FROM latest_value AS figure
JOIN (SELECT * FROM series WHERE indicator IN (SELECT indicator FROM term_to_sum)) AS series USING (series)
WHERE figure.month = $month;
