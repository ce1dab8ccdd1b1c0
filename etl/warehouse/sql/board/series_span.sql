-- Grain: one row: the first and last number among the series of some units.
SELECT min(series), max(series) FROM current_series WHERE unit IN (SELECT unnest($unit));
