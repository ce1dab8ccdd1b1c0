-- Grain: unit, by code: the datasets its row names, its first and last month, and whether others ever stood below it.
SELECT
    unit, coalesce(reports, []) AS named, start_month, end_month,
    unit IN (SELECT parent FROM unit_place WHERE parent IS NOT NULL) AS has_units_below
FROM current_unit
ORDER BY unit;
