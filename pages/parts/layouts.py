"""The layouts there are: read once for as long as their files stay the same, and shown to who asks what can be read."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import streamlit as st

from analytics.errors import NothingToShow
from analytics.intake.layouts import AnyLayout, read_layouts
from pages.parts import grid

Stamp = tuple[tuple[str, int], ...]


def known(folder: Path) -> list[AnyLayout]:
    """Every layout in *folder*. Raises `NothingToShow` where there is none, `LayoutFault` for a bad one."""
    found = _read(folder, tuple((path.name, path.stat().st_mtime_ns) for path in folder.glob("*")))
    if not found:
        raise NothingToShow(f"レイアウトがありません。{folder} に *.toml を置いてください。")
    return found


def titles(layouts: list[AnyLayout]) -> dict[str, str]:
    """What a layout is for → its name."""
    return {each.layout.title: each.layout.name for each in layouts}


def draw(layouts: list[AnyLayout]) -> None:
    """What can be read, folded."""
    folded = st.expander(
        f"読める様式（レイアウト）は{len(layouts)}種類です", key="import-layouts", on_change="rerun"
    )
    if folded.open:
        rows = [
            (each.layout.title, each.layout.municipality, each.layout.version) for each in layouts
        ]
        folded.html(grid.html("読める様式", ("様式", "自治体", "様式の版"), rows))
        folded.caption(
            "見出しとファイル名から、どの様式かを自動で見分けます。ここにない様式は、管理者がレイアウトを1つ書くと読めます。"
        )


@lru_cache(maxsize=4)
def _read(folder: Path, stamp: Stamp) -> list[AnyLayout]:
    return read_layouts(folder)
