-- Grain: one row a staged figure: what it would change, in the order of page and export.
SELECT
    table_number, dataset, indicator, unit, month, old, value AS new, old_approximate, approximate AS new_approximate,
    old_word, word AS new_word, kind, "row", "column"
FROM staged_change
ORDER BY dataset, indicator, unit, month;
