"""The board's server: who may ask it, how it is served, and what stands around Streamlit's application."""
