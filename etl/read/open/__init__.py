"""Open files: from bytes in any supported format to sheets of cells; hostile files do no harm."""
