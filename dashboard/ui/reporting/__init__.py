"""The parts of the page 催报与封账: who has reported, who is chased, which months are closed."""
