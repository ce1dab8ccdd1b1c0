"""Charts: one function each, a frame in and a Plotly figure out, for pages, slides and pictures."""
