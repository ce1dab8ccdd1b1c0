"""What pages share, and their server: shell, view, caches, cards, tables; alone in importing Streamlit."""
