"""The board beyond its pages: on a wall, and one chart that fills a window."""
