"""A chart as a picture: copied, downloaded as PNG or SVG, or filling a window for a meeting."""
