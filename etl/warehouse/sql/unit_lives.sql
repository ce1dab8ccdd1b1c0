-- Grain: unit, of $units, with a first or a last month.
SELECT unit, start_month, end_month
FROM current_unit
WHERE unit IN (SELECT unnest($units)) AND (start_month IS NOT NULL OR end_month IS NOT NULL);
