-- Grain: one row a load: its file by name and content.
SELECT load, file, sha256 FROM load_record ORDER BY load;
