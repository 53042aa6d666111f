"""Everything of Zangaku that works without a screen. No module in here imports streamlit."""
