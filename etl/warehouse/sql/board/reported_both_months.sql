-- Grain: KPI × unit, for the units of a view that reported the KPI in $month and in the same month a year before.
-- A unit has reported a KPI in a month if it reported enough of the KPI's columns: `needed`.
WITH term AS (
    SELECT unnest($kpi)::VARCHAR AS kpi, unnest($indicator)::VARCHAR AS indicator, unnest($needed) AS needed
),
unit_month AS (
    SELECT term.kpi, series.unit, figure.month
    FROM current_value AS figure
    JOIN current_series AS series USING (series)
    JOIN term USING (indicator)
    WHERE figure.month IN ($month, $year_before) AND series.unit IN (SELECT unnest($unit))
    GROUP BY term.kpi, series.unit, figure.month
    HAVING count(*) >= any_value(term.needed)
)
SELECT kpi, unit
FROM unit_month
GROUP BY kpi, unit
HAVING count(*) = 2
ORDER BY kpi, unit;
