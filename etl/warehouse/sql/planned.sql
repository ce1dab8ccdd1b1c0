-- Grain: year × KPI × unit with a target, from year $first to $last.
SELECT DISTINCT year, kpi, unit FROM current_target WHERE year BETWEEN $first AND $last;
