-- Grain: one row a figure as read, as in stage_figures.sql, where no two are of one indicator × unit × month:
-- nearly every file; nothing has to be counted then.
INSERT INTO staged_cell
SELECT
    table_number, incoming_dataset.dataset, incoming_dataset.indicator, CAST(unit AS VARCHAR),
    CAST(month AS DATE), CAST(CASE WHEN withdrawn THEN NULL ELSE value END AS DOUBLE),
    CAST(approximate AS BOOLEAN), CAST(word AS VARCHAR), CAST(withdrawn AS BOOLEAN), "row",
    CAST("column" AS VARCHAR), CAST(text AS VARCHAR), 1, table_number
FROM incoming_figure
JOIN incoming_dataset ON incoming_dataset.indicator = CAST(incoming_figure.indicator AS VARCHAR);
