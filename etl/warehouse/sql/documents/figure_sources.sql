-- Grain: indicator × load that feeds the view's current figures of the period. Units: the first few.
SELECT
    indicator,
    load,
    list(DISTINCT month ORDER BY month) AS months,
    list(DISTINCT unit ORDER BY unit)[:$most] AS units,
    count(DISTINCT unit) AS unit_count
FROM current_figure AS figure
SEMI JOIN (SELECT unit, first_month, last_month FROM unit_scope WHERE ancestor = $unit) AS scope
    ON scope.unit = figure.unit AND figure.month BETWEEN scope.first_month AND scope.last_month
WHERE month BETWEEN $first AND $last
GROUP BY indicator, load
ORDER BY indicator, load;
