-- Grain: series × month: stored figures of the file's series that the file does not touch.
SELECT series, month, value, -1 AS cell FROM standing_figure ANTI JOIN staged_figure USING (series, month);
