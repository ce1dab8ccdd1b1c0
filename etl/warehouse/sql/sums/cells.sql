-- Temporary table cell. Grain: unit of touched_unit × indicator × month of a span: its current figure. weight: 1 if
-- the figures are added to the sums, -1 if they are taken out.
CREATE OR REPLACE TEMP TABLE cell AS
SELECT
    series.unit, series.dataset, series.indicator, figure.month, CAST(figure.value AS DECIMAL(38, 12)) AS value,
    figure.word, hash(figure.series, figure.month, figure.value, figure.word, figure.load) AS digest,
    CAST($weight AS INTEGER) AS weight
FROM latest_value AS figure
JOIN (SELECT * FROM series SEMI JOIN touched_unit USING (unit)) AS series USING (series)
WHERE figure.month BETWEEN $first AND $last
    AND figure.series BETWEEN getvariable('first_touched') AND getvariable('last_touched');
