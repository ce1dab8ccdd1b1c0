"""How a KPI is judged: pace, lamp, forecast, signals. Values in, values out; see docs/rules.md."""
