-- Grain: indicator × load that feeds the view's current figures of the period. Units: the first so many.
SELECT
    indicator,
    load,
    list(DISTINCT month ORDER BY month) AS months,
    list(DISTINCT unit ORDER BY unit)[:$most] AS units,
    count(DISTINCT unit) AS unit_count
FROM current_figure
WHERE month BETWEEN $first AND $last AND unit IN (SELECT unit FROM unit_scope WHERE ancestor = $unit)
GROUP BY indicator, load
ORDER BY indicator, load;
