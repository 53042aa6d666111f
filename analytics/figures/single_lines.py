"""Figures that name single lines of files: of months a line is what one debtor owes, so few may read those.

The office reads them all, a head of department those of his own. What such a figure finds on the whole, its title and
its sum, is told to everybody, and so is what was remarked on a file and not on one of its lines.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analytics.access.viewer import Viewer
from analytics.figures.figure import Figure
from analytics.store.reader import Reader

NAMES = ("unmatched_lines", "findings")
WITHHELD = "1行ずつの内容は、徴収対策室（室長と事案担当）と、その課の所管課長だけに示します（1人の額が分かるため）。"


def told_to(viewer: Viewer, figure: Figure, reader: Reader) -> Figure:
    """*figure* as *viewer* may have it: without the rows that are single lines of months and not for this reader."""
    is_monthly = any(period.is_month for period in reader.periods)
    if figure.name not in NAMES or figure.empty or viewer.is_office or not is_monthly:
        return figure
    shown = figure.frame[_may(viewer, figure.frame, reader)].reset_index(drop=True)
    if len(shown) == len(figure.frame):
        return figure
    return replace(figure, frame=shown, notes=(*figure.notes, WITHHELD))


def _may(viewer: Viewer, rows: pd.DataFrame, reader: Reader) -> pd.Series:
    """Which *rows* a reader outside the office may have."""
    if "row" in rows:
        return rows["row"].isna()
    if "source_row" not in rows:  # of a settlement they are whole claims
        return pd.Series(data=True, index=rows.index)
    return rows["department_name"].eq(reader.departments.get(viewer.department or "", ""))
