"""Locate the tables of a sheet: header levels, header meanings, title, month and unit."""
