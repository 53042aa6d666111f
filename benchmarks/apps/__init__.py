"""Two apps to compare with: `empty.py`, the floor, and `pandas_app.py`, what one would write without this project."""
