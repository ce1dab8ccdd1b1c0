"""The commands of python -m etl, grouped by purpose."""
