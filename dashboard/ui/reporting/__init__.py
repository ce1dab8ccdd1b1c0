"""The parts of the page 催报与封账: who has reported, who is reminded, which months are closed."""
