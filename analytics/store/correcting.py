"""Rejected rows that were corrected and sent again: with the file they are of, kept until then, a whole delivery.

<store>/held/DIGITS/NAME           a file that was kept out because some of its rows were rejected; DIGITS of its hash
<store>/held/DIGITS/mended/NAME    the same with its corrections, as it is then read and taken in
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from analytics.errors import InputFault
from analytics.intake.delivered import Reading
from analytics.intake.giving_back import DIGITS, original_of
from analytics.intake.layouts import AnyLayout
from analytics.intake.records.layout import RecordLayout
from analytics.intake.tables.mending import is_returned, mend, read_corrections
from analytics.intake.tables.source import Source, open_source
from analytics.store.snapshots import Store

MENDED = "mended"


def hold(store: Store, reading: Reading) -> None:
    """Keep the file of *reading*, of which rows were rejected, until they come back corrected."""
    if not reading.rejected:
        return
    kept = _held(store) / reading.source.sha256[:DIGITS] / reading.name
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
    original = _original(store, source.name)
    corrections = read_corrections(source, layout)
    folder = original.parent / MENDED
    folder.mkdir(exist_ok=True)
    with TemporaryDirectory(dir=folder) as unfinished:
        made = mend(open_source(original), layout, corrections, Path(unfinished) / original.name)
        return open_source(made.replace(folder / made.name))


def _original(store: Store, returned: str) -> Path:
    """The file that a returned one is of: of the name without the mark, whatever a copy was called."""
    stem, digits = original_of(returned)
    kept = _held(store).glob(f"{digits or '*'}/*")
    found = [path for path in kept if path.is_file() and path.stem == stem]
    if len(found) != 1:
        why = "この保管庫にありません" if not found else f"この保管庫に{len(found)}つあります"
        raise InputFault(
            f"{returned} は直した行だけのファイルですが、その元のファイルが{why}。送り返したときの"
            "ファイルの名前（…_要修正_…）を変えずに送るか、直した行を元のファイルに戻して、全部を送ってください。"
        )
    return found[0]


def _held(store: Store) -> Path:
    return store.root / "held"
