-- Grain: one row: whether the staged file moves a column to another dataset.
SELECT EXISTS (
    SELECT 1 FROM numbered_series AS numbered JOIN series ON series.series = numbered.stored
    WHERE numbered.dataset <> series.dataset
);
