"""The commands of python -m dashboard, one module per task."""
