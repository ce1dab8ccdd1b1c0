"""The parts of reading: from the bytes of a file to tidy tables."""
