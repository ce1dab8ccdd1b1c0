"""Targets, tasks, units and notes: one record a row."""
