"""A warehouse in DuckLake and PostgreSQL that several servers share; see docs/scale.md."""
