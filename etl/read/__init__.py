"""Reading: from the bytes of a file to tidy tables."""
