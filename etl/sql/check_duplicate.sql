-- Grain: one row a figure that also stands in an earlier table of the same file. Within a table the reading
-- stage has said so already.
SELECT table_number, "row", "column", text, indicator, unit, month
FROM staged_cell WHERE place > 1 AND first_table <> table_number
ORDER BY table_number, "row", "column";
