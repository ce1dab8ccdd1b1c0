-- Grain: series × month: what the warehouse holds, and the file does not touch, of the series in the file.
SELECT series, month, value, -1 AS cell FROM standing_figure ANTI JOIN staged_figure USING (series, month);
