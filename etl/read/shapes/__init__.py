"""The shapes of tables, from rows and columns of cells to figures."""
