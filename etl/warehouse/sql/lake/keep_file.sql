-- Stores one content as an object, whole or not at all. The path is filled in by etl/warehouse/lake/store_files.py.
COPY (SELECT $content::BLOB AS content) TO '{path}' (FORMAT blob);
