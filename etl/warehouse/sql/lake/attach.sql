-- Opens the lake under the name lake. The words in braces are filled in by etl/warehouse/lake/engine.py.
ATTACH 'ducklake:postgres:{server}' AS lake (DATA_PATH '{data_path}', METADATA_SCHEMA '{catalogue}');
