-- Grain: one row a unit with a figure of $dataset.
SELECT DISTINCT unit FROM current_figure WHERE dataset = $dataset;
