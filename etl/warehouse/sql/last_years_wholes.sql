-- Grain: year × KPI × unit: the total of a year, from a written report and accepted by a person.
SELECT year, kpi, unit, value FROM current_annual_figure WHERE year BETWEEN $first AND $last;
