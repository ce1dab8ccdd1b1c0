-- Loads a signed extension of DuckDB from a file. The word in braces is filled in by etl/warehouse/lake/engine.py.
LOAD '{file}';
