-- Grain: month × load that feeds the view's current figures of some indicators within a span of months,
-- with the load's note. scope.sql says which units (unit) are in the view in which months.
SELECT figure.month, figure.load, any_value(load.note) AS note
FROM current_figure AS figure
SEMI JOIN (
    SELECT unnest($unit) AS unit, unnest($first_month) AS first_month, unnest($last_month) AS last_month
) AS scope
    ON scope.unit = figure.unit AND figure.month BETWEEN scope.first_month AND scope.last_month
JOIN load ON load.load = figure.load
WHERE figure.indicator IN (SELECT unnest($indicators))
    AND figure.month BETWEEN $first AND $last
GROUP BY figure.month, figure.load
ORDER BY figure.month, figure.load;
