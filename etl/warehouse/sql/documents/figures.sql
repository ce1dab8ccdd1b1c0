-- Grain: indicator × unit × month of the year, in view.
SELECT dataset, indicator, unit, month, value, coalesce(word, '') AS word, load
FROM current_figure AS figure
SEMI JOIN (SELECT unit, first_month, last_month FROM unit_scope WHERE ancestor = $unit) AS scope
    ON scope.unit = figure.unit AND figure.month BETWEEN scope.first_month AND scope.last_month
WHERE month BETWEEN $first AND $last
ORDER BY dataset, indicator, unit, month
LIMIT $most;
