-- Closes a connection to everything but the lake's data and locks its settings, as etl/warehouse/versions.py does.
SET allowed_directories = ['{data_path}'];

SET enable_external_access = false;

SET lock_configuration = true;
