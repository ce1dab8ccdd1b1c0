"""What the words and rules mean: months, units, numbers, definitions, KPIs. No database, no pages."""
