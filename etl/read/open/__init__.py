"""From the bytes of a file to sheets of cells, whatever it is; a hostile one harms nothing."""
