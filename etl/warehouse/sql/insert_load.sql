-- Appends the staged figures to the history and updates latest_value; this_load holds the load's number.
INSERT INTO series SELECT stored, dataset, indicator, unit FROM numbered_series WHERE NOT is_known;

UPDATE series SET dataset = numbered.dataset FROM numbered_series AS numbered
WHERE series.series = numbered.stored AND series.dataset <> numbered.dataset;

INSERT INTO loaded_value
SELECT (SELECT load FROM this_load), stored, month, value, word
FROM staged_figure JOIN numbered_series USING (series);

DELETE FROM latest_value USING staged_figure AS staged, numbered_series AS numbered
WHERE numbered.is_known AND numbered.series = staged.series AND latest_value.series = numbered.stored
    AND latest_value.month = staged.month
    AND latest_value.month BETWEEN getvariable('first_staged') AND getvariable('last_staged')
    AND latest_value.series BETWEEN getvariable('first_series') AND getvariable('last_series');

INSERT INTO latest_value
SELECT stored, month, value, word, (SELECT load FROM this_load)
FROM staged_figure JOIN numbered_series USING (series)
WHERE NOT withdrawn;
