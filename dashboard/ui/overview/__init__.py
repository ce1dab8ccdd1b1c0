"""The parts of 总览, and the document that shows them before any script has run."""
