-- Grain: month × load that feeds the view's current figures of some indicators within a span of months.
SELECT month, load
FROM current_figure
WHERE indicator IN (SELECT unnest($indicators))
    AND month BETWEEN $first AND $last
    AND unit IN (SELECT unit FROM unit_scope WHERE ancestor = $unit)
GROUP BY month, load
ORDER BY month, load;
