-- Grain: one row a figure as read (incoming_figure); incoming_dataset: the dataset of each indicator.
INSERT INTO staged_cell
SELECT
    table_number, incoming_dataset.dataset, incoming_dataset.indicator, CAST(unit AS VARCHAR),
    CAST(month AS DATE), CAST(CASE WHEN withdrawn THEN NULL ELSE value END AS DOUBLE),
    CAST(approximate AS BOOLEAN), CAST(word AS VARCHAR), CAST(withdrawn AS BOOLEAN), "row",
    CAST("column" AS VARCHAR), CAST(text AS VARCHAR),
    row_number() OVER same_figure, first_value(table_number) OVER same_figure
FROM incoming_figure
JOIN incoming_dataset ON incoming_dataset.indicator = CAST(incoming_figure.indicator AS VARCHAR)
WINDOW same_figure AS (
    PARTITION BY incoming_dataset.indicator, unit, CAST(month AS DATE) ORDER BY table_number, "row", "column"
);
