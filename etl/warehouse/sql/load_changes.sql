-- Grain: one row per figure of the load $load: what it changed when it was loaded. The connection must show the
-- warehouse as it stood before the load (as_of_event.sql).
SELECT
    figure.dataset, figure.indicator, figure.unit, figure.month, before.value AS old, figure.value AS new,
    before.approximate AS old_approximate, figure.approximate AS new_approximate,
    before.word AS old_word, figure.word AS new_word,
    CASE
        WHEN figure.withdrawn AND before.indicator IS NULL THEN 'unchanged'
        WHEN figure.withdrawn THEN 'withdrawn'
        WHEN before.indicator IS NULL THEN 'added'
        WHEN before.value = figure.value AND before.approximate = figure.approximate
            AND before.word = figure.word THEN 'unchanged'
        ELSE 'changed'
    END AS kind
FROM figure
LEFT JOIN latest_figure AS before
    ON before.indicator = figure.indicator AND before.unit = figure.unit AND before.month = figure.month
WHERE figure.load = $load;
