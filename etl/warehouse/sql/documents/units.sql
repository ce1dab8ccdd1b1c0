-- Grain: unit.
SELECT
    unit, name, coalesce(parent, '') AS parent, coalesce(aliases, []) AS aliases, coalesce(reports, []) AS reports,
    start_month, end_month, coalesce(successor, '') AS successor
FROM current_unit
ORDER BY unit;
