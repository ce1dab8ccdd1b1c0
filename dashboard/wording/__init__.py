"""Values → Chinese sentences: every sentence of pages and documents, its rule beside its words."""
