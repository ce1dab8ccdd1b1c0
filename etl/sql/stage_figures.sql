-- The figures of a file as read, each once, what each would change, and those that stand in two tables.

-- Grain: one row a figure as read; place: 1 for the first of its indicator × unit × month.
-- table_number: which table of the file, from 0; row and column: where the cell stands; text: as written.
CREATE TEMP TABLE staged_cell AS
SELECT
    CAST(table_number AS INTEGER) AS table_number, incoming_dataset.dataset, incoming_dataset.indicator,
    CAST(unit AS VARCHAR) AS unit, CAST(month AS DATE) AS month,
    CAST(CASE WHEN withdrawn THEN NULL ELSE value END AS DOUBLE) AS value,
    CAST(approximate AS BOOLEAN) AS approximate, CAST(word AS VARCHAR) AS word, CAST(withdrawn AS BOOLEAN) AS withdrawn,
    CAST("row" AS INTEGER) AS "row", CAST("column" AS VARCHAR) AS "column", CAST(text AS VARCHAR) AS text,
    row_number() OVER same_figure AS place, first_value(table_number) OVER same_figure AS first_table
FROM incoming_figure
JOIN incoming_dataset ON incoming_dataset.indicator = CAST(incoming_figure.indicator AS VARCHAR)
WINDOW same_figure AS (
    PARTITION BY incoming_figure.indicator, unit, CAST(month AS DATE) ORDER BY table_number, "row", "column"
);

-- Grain: indicator × unit × month.
CREATE TEMP VIEW staged_figure AS
SELECT dataset, indicator, unit, month, value, approximate, word, withdrawn, table_number, "row", "column", text
FROM staged_cell WHERE place = 1;

-- Grain: indicator × unit × month: what the file would change. kind: added, changed, unchanged or withdrawn.
CREATE TEMP VIEW staged_change AS
SELECT
    staged.*, standing.value AS old, standing.approximate AS old_approximate, standing.word AS old_word,
    CASE
        WHEN staged.withdrawn AND standing.indicator IS NULL THEN 'unchanged'
        WHEN staged.withdrawn THEN 'withdrawn'
        WHEN standing.indicator IS NULL THEN 'added'
        WHEN standing.value = staged.value AND standing.approximate = staged.approximate
            AND standing.word = staged.word THEN 'unchanged'
        ELSE 'changed'
    END AS kind
FROM staged_figure AS staged
LEFT JOIN latest_figure AS standing
    ON standing.indicator = staged.indicator AND standing.unit = staged.unit AND standing.month = staged.month;
