"""What the lines above a table and the name of its sheet say: which month, which unit."""
