"""Faulty files of targets: what measures targets is withheld with every fault, and all else is shown as ever."""

from __future__ import annotations

import pandas as pd

from analytics.figures.base import scope
from analytics.figures.definitions import FIGURE_TITLES
from analytics.figures.figure import Figure, Selection
from analytics.store.reader import Reader

WITHHELD = (
    "ranking",
    "targets_by_claim_kind",
    "ways_down",
    "positions",
    "guidance",
    "target_history",
)
WHY = "目標のファイルに誤りがあるため"


def withheld(name: str, reader: Reader, selection: Selection) -> Figure:
    """Figure *name* without its numbers, and with what has to be put right for them to be shown."""
    said = f"{WHY}、「{FIGURE_TITLES[name]}」は出せません。"
    return Figure(
        name=name,
        title=said,
        measure=FIGURE_TITLES[name],
        headline="－",
        comparison="",
        as_of=scope(reader, selection).as_of,
        frame=pd.DataFrame(),
        labels={},
        version=reader.version,
        empty=said,
        fault=reader.targets_fault,
    )


def fault_note(reader: Reader) -> str:
    """Why a figure goes without the target that it would stand beside: the first fault, and where all of them are."""
    _, first, *others = reader.targets_fault.splitlines()
    more = f"、ほか{len(others)}件" if others else ""
    return (
        f"{WHY}、目標とは比べていません（{first.removeprefix('- ')}{more}）。"
        "直すところは、「目標の設定」にすべて出ます。"
    )
