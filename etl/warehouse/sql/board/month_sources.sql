-- Grain: month × load that feeds the view's current figures of some indicators within a span of months,
-- with the load's note.
SELECT figure.month, figure.load, any_value(load.note) AS note
FROM current_figure AS figure
JOIN load ON load.load = figure.load
WHERE figure.indicator IN (SELECT unnest($indicators))
    AND figure.month BETWEEN $first AND $last
    AND figure.unit IN (SELECT unit FROM unit_scope WHERE ancestor = $unit)
GROUP BY figure.month, figure.load
ORDER BY figure.month, figure.load;
