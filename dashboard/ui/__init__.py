"""What pages share: shell, view, caches, cards, tables; alone in importing Streamlit."""
