"""Turns values into Chinese sentences: all the wording of pages and documents, with the rules for it."""
