"""The parts of the page 会议材料: choice of KPIs, outline of the slides, and the files."""
