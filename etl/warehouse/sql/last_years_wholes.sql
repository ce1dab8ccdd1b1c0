-- Grain: year × indicator × unit: what a year came to, as a written report said and a person accepted it.
SELECT year, kpi, unit, value FROM current_annual_figure WHERE year BETWEEN $first AND $last;
