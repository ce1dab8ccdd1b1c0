"""The parts of 口径说明: what a KPI is, when which lamp is lit, which columns a file may have."""
