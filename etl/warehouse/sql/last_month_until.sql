-- Grain: one row: the last month with a figure up to $ended, null where there is none.
SELECT max(month) FROM month_digest WHERE month <= $ended;
