-- Grain: one row. Reads a block of the file and of each table behind the view, so that damage is detected here.
SELECT count(load), max(load) FROM load;
