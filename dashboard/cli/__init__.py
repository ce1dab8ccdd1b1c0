"""The commands of python -m dashboard, by what they are for."""
