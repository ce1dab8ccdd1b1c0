-- Grain: one row. Reads a block of the file and of each table behind the view: damage shows here.
SELECT count(load), max(load) FROM load;
