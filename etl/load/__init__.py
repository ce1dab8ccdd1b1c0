"""From a checked file to the warehouse: compare, preview, store; undo, redo, freeze."""
