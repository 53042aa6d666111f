"""Rejected rows that were corrected and sent again: with the file they are of, kept until then, a whole delivery.

<store>/held/NAME           a file that was kept out because some of its rows were rejected
<store>/held/mended/NAME    the same with its corrections, as it is then read and taken in
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from analytics.errors import InputFault
from analytics.intake.delivered import Reading
from analytics.intake.giving_back import MARK
from analytics.intake.layouts import AnyLayout
from analytics.intake.records.layout import RecordLayout
from analytics.intake.tables.mending import is_returned, mend, read_corrections
from analytics.intake.tables.source import Source, open_source
from analytics.store.snapshots import Store


def hold(store: Store, reading: Reading) -> None:
    """Keep the file of *reading*, of which rows were rejected, until they come back corrected."""
    if not reading.rejected or reading.source.path.is_relative_to(_held(store)):
        return
    kept = _held(store) / reading.name
    kept.parent.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_name(f".{reading.name}.part")
    shutil.copyfile(reading.source.path, unfinished)
    os.replace(unfinished, kept)


def whole(store: Store, source: Source, layout: AnyLayout) -> Source:
    """*source*, or when it holds corrected rows alone, the file that these are of with the rows put right.

    Raises `InputFault` when that file is not here.
    """
    if not isinstance(layout, RecordLayout) or not is_returned(source, layout):
        return source
    name = _name_of_original(store, source.name)
    corrections = read_corrections(source, layout)
    mended = _held(store) / "mended" / name
    mended.parent.mkdir(parents=True, exist_ok=True)
    return open_source(mend(open_source(_held(store) / name), layout, corrections, mended))


def _name_of_original(store: Store, returned: str) -> str:
    """The name of the file that a returned one is of: the same without the mark, whatever a copy was called."""
    stem, mark, _ = returned.rpartition(MARK)
    found = [path.name for path in _held(store).glob("*") if path.is_file() and path.stem == stem]
    if not mark or not found:
        raise InputFault(
            f"{returned} は直した行だけのファイルですが、その元のファイルがこの保管庫にありません。"
            f"ファイルの名前（…{MARK}）を変えずに送るか、直した行を元のファイルに戻して、全部を送ってください。"
        )
    return found[0]


def _held(store: Store) -> Path:
    return store.root / "held"
