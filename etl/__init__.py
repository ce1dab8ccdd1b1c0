"""From files to the warehouse: read, check, compare, load."""
