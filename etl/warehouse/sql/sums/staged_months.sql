-- Grain: month with a figure in the staged file.
SELECT DISTINCT month FROM staged_figure ORDER BY month;
