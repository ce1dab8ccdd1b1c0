-- Grain: series × month: every figure after the load of the series that the file touches, in no order.
-- month: counted, year × 12 + month - 1. cell: that of a figure in the file, -1 for the others.
SELECT series, year(month) * 12 + month(month) - 1 AS month, value, cell FROM staged_figure WHERE NOT withdrawn
UNION ALL
SELECT series, year(month) * 12 + month(month) - 1, value, -1
FROM standing_figure ANTI JOIN staged_figure USING (series, month);
