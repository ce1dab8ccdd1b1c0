"""What is handed out: findings as sentences, slides, documents, workbooks."""
