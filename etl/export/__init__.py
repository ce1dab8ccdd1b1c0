"""What people take out: figures and records as files that load again, and tables to fill in."""
