-- Grain: unit of $units whose sums are kept.
SELECT unit FROM summed_unit WHERE unit IN (SELECT unnest($units));
