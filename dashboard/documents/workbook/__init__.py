"""The workbook: figures, KPIs with targets and lamps, units and history, as tables for further work."""
