"""What pages and documents are made of: KPIs, charts, reports, and their command line."""
