"""The parts of the six dataset pages: one KPI's charts, its units, its figures."""
