"""The board: KPIs, charts, Chinese wording, documents, page parts, and the command line."""
