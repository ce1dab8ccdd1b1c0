"""Export figures and records as files that can be loaded again, and make templates to fill in."""
