"""The parts of the page 会议材料: what to take, the outline of the slides, the files."""
