-- Grain: table × unit × dataset with figures in the file, if the unit's row does not list the dataset as owed;
-- row: the first. A unit whose row lists nothing owes what it reports.
WITH unasked AS (
    SELECT reporter, any_value(staged_series.dataset) AS dataset, any_value(staged_series.unit) AS unit
    FROM staged_series
    JOIN current_unit USING (unit)
    WHERE len(current_unit.reports) > 0 AND NOT list_contains(current_unit.reports, staged_series.dataset)
    GROUP BY reporter
)
SELECT figure.table_number, min(figure."row") AS "row", unasked.unit, unasked.dataset
FROM staged_figure AS figure
JOIN unasked USING (reporter)
WHERE NOT figure.withdrawn
GROUP BY figure.table_number, unasked.unit, unasked.dataset
ORDER BY 1, 2;
