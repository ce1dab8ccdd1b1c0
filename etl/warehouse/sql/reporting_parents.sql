-- Grain: one of the units $parents that has figures of its own, in the file or in the warehouse.
SELECT unit FROM staged_series WHERE unit IN (SELECT unnest($parents))
UNION ALL
SELECT unit FROM latest_figure WHERE unit IN (SELECT unnest($parents))
LIMIT 1;
