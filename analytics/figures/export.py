"""A figure as a CSV file that Excel opens as it is: UTF-8 with BOM, Japanese headers, no cell read as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import datetime, time

import pandas as pd

from analytics.figures.figure import Figure
from analytics.ledger.columns import PARTS
from analytics.ledger.spreadsheet import safe


def to_csv(frame: pd.DataFrame, labels: Mapping[str, str]) -> bytes:
    """*frame* as CSV: the columns of *labels*, in their order and under their Japanese names.

    Numbers stay numbers and nothing is rounded. Text that a spreadsheet would run is led by an apostrophe.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(label) for label in labels.values()])
    for row in frame[list(labels)].itertuples(index=False, name=None):
        writer.writerow([_cell(name, value) for name, value in zip(labels, row, strict=True)])
    return out.getvalue().encode("utf-8-sig")


def file_name(figure: Figure) -> str:
    """Which figure, as of when, from which version: ``zangaku-bridge-2024-05-31-v6.csv``."""
    as_of = f"-{figure.as_of.isoformat()}" if figure.as_of else ""
    basis = "-with-not-due" if figure.is_all else ""
    return f"zangaku-{figure.name}{basis}{as_of}-v{figure.version}.csv"


def _cell(column: str, value: object) -> object:
    """One value: missing is empty, a flag is 1 or 0, a part is named, text is made safe, a number stays."""
    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    if pd.api.types.is_bool(value):
        return int(bool(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, str):
        return safe(PARTS.get(value, value) if column == "part" else value)
    return value
