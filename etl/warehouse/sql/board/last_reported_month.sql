-- Grain: one row: the last month of the year in which anything was reported, null where nothing was.
SELECT max(month) AS month FROM month_digest WHERE month BETWEEN $first AND $last;
