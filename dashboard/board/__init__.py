"""Reads boards from the warehouse: KPIs with progress, lamps, signals, causes, and related records."""
