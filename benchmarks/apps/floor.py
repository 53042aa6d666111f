"""The empty page behind the same server as the product, so that the floor differs from it in the pages alone."""

from __future__ import annotations

import gc
from pathlib import Path

import streamlit as st

application = st.App(str(Path(__file__).resolve().parent / "empty.py"))
gc.freeze()
