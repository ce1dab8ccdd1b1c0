"""Targets, tasks, units and notes: one record per row."""
