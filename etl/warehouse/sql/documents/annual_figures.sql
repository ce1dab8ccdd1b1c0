-- Grain: year × KPI of the annual figures of exactly this unit, of the years asked for.
SELECT year, kpi, unit, value, word, quote, source, load
FROM current_annual_figure
WHERE unit = $unit AND year IN (SELECT unnest($years))
ORDER BY year, kpi;
