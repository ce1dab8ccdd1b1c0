-- Compares the figures of a file with the warehouse. Input from Python: staged_figure, grain indicator ×
-- unit × month (cell: its number; series: that of its indicator × unit, reporter: of its dataset × unit;
-- table_number: which table of the file, from 0; row and column: where the cell stands; text: as written);
-- staged_series, grain indicator × unit.

-- Grain: series in the file. stored: its number in the warehouse, or the next free number for a new series.
CREATE TEMP TABLE numbered_series AS
SELECT
    staged.series, staged.dataset, indicator, unit, known.series IS NOT NULL AS is_known,
    CAST(coalesce(
        known.series,
        (SELECT coalesce(max(series), 0) FROM series)
        + row_number() OVER (PARTITION BY known.series IS NULL ORDER BY staged.series)
    ) AS INTEGER) AS stored
FROM staged_series AS staged LEFT JOIN series AS known USING (indicator, unit);

-- The span of the file as constants, so that DuckDB skips most of what is stored.
SET VARIABLE first_staged = (SELECT min(month) FROM staged_figure);
SET VARIABLE last_staged = (SELECT max(month) FROM staged_figure);
SET VARIABLE first_series = (SELECT min(stored) FROM numbered_series WHERE is_known);
SET VARIABLE last_series = (SELECT max(stored) FROM numbered_series WHERE is_known);

-- The same of all series of the file's units, new ones included.
SET VARIABLE first_of_units = (
    SELECT least(min(series), (SELECT min(stored) FROM numbered_series)) FROM series SEMI JOIN staged_series USING (unit)
);
SET VARIABLE last_of_units = (
    SELECT greatest(max(series), (SELECT max(stored) FROM numbered_series)) FROM series SEMI JOIN staged_series USING (unit)
);

-- Grain: series × month: what the warehouse holds of the series in the file.
CREATE TEMP VIEW standing_figure AS
SELECT known.series, month, value, word
FROM latest_value
JOIN (SELECT series, stored FROM numbered_series WHERE is_known) AS known ON known.stored = latest_value.series
WHERE latest_value.series BETWEEN getvariable('first_series') AND getvariable('last_series');

-- Grain: indicator × unit × month: what the file would change. kind: added, changed, unchanged or withdrawn.
CREATE TEMP VIEW staged_change AS
SELECT
    staged.*, standing.value AS old, standing.word <> '' AS old_approximate, standing.word AS old_word,
    CASE
        WHEN staged.withdrawn AND standing.series IS NULL THEN 'unchanged'
        WHEN staged.withdrawn THEN 'withdrawn'
        WHEN standing.series IS NULL THEN 'added'
        WHEN standing.value = staged.value AND standing.word = staged.word THEN 'unchanged'
        ELSE 'changed'
    END AS kind
FROM staged_figure AS staged
LEFT JOIN standing_figure AS standing ON standing.series = staged.series AND standing.month = staged.month;

-- Grain: series of the warehouse × month: stored figures that the file does not touch.
CREATE TEMP VIEW kept_value AS
SELECT * FROM latest_value
ANTI JOIN (
    SELECT stored AS series, month FROM staged_figure JOIN numbered_series USING (series) WHERE is_known
) AS staged USING (series, month);

-- Grain: indicator × unit × month: the same rows with texts.
CREATE TEMP VIEW kept_figure AS SELECT dataset, indicator, unit, month FROM kept_value JOIN series USING (series);
