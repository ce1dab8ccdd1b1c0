-- What the figures of a file mean beside the warehouse. staged_figure: grain indicator × unit × month (cell: its
-- number; series: that of its indicator × unit, reporter: of its dataset × unit; table_number: which table of the file, from 0; row and column:
-- where the cell stands; text: as written); staged_series: grain indicator × unit. Both are handed over as they are.

-- Grain: series × month: what the warehouse holds of the series in the file.
CREATE TEMP VIEW standing_figure AS
SELECT series, month, value, approximate, word
FROM latest_figure JOIN staged_series USING (indicator, unit);

-- Grain: indicator × unit × month: what the file would change. kind: added, changed, unchanged or withdrawn.
CREATE TEMP VIEW staged_change AS
SELECT
    staged.*, standing.value AS old, standing.approximate AS old_approximate, standing.word AS old_word,
    CASE
        WHEN staged.withdrawn AND standing.series IS NULL THEN 'unchanged'
        WHEN staged.withdrawn THEN 'withdrawn'
        WHEN standing.series IS NULL THEN 'added'
        WHEN standing.value = staged.value AND standing.approximate = staged.approximate
            AND standing.word = staged.word THEN 'unchanged'
        ELSE 'changed'
    END AS kind
FROM staged_figure AS staged
LEFT JOIN standing_figure AS standing ON standing.series = staged.series AND standing.month = staged.month;

-- Grain: indicator × unit × month: what the warehouse holds and the file does not touch.
CREATE TEMP VIEW kept_figure AS
SELECT * FROM latest_figure ANTI JOIN staged_figure USING (indicator, unit, month);
