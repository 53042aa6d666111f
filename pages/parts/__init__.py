"""What pages share. In a folder of its own, because Streamlit serves every file directly in `pages/`."""
