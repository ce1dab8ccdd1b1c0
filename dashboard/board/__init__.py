"""KPIs: figures summed in DuckDB, judged against the plan and against their own variation."""
