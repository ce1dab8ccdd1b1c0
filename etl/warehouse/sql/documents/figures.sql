-- Grain: indicator × unit × month of the year, in view.
SELECT dataset, indicator, unit, month, value, coalesce(word, '') AS word, load
FROM current_figure
WHERE month BETWEEN $first AND $last AND unit IN (SELECT unit FROM unit_scope WHERE ancestor = $unit)
ORDER BY dataset, indicator, unit, month
LIMIT $most;
