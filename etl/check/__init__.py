"""Checks on the state after a load, run before the load takes effect."""
