-- Grain: indicator × unit × month: the requested current figures; a null parameter selects all.
SELECT dataset, indicator, unit, month, value, approximate, word, load
FROM current_figure
WHERE ($dataset IS NULL OR dataset = $dataset) AND ($unit IS NULL OR unit = $unit)
    AND ($year IS NULL OR year(month) = $year)
ORDER BY dataset, indicator, unit, month;
