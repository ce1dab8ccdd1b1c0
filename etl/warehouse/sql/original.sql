-- Grain: one row, a load: its file by name and content, and who loaded it; none where there is no such load.
SELECT file, sha256, loaded_by FROM load_record WHERE load = $load;
