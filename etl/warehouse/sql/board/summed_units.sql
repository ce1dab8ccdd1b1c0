-- Grain: unit whose sums are kept, and whether it is one of $units. Empty in a small bureau.
SELECT unit, unit IN (SELECT unnest($units)) AS is_requested FROM summed_unit;
