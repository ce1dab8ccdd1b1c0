"""What stands over the figures: the storeys of a header, and what each cell of it means."""
