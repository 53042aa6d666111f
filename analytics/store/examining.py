"""Delivered files read and held against the newest version: what a careful clerk would say before they go in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from analytics.errors import InputFault
from analytics.intake.controls import check_control
from analytics.intake.delivered import Control, Reading
from analytics.intake.fitting import check_name, choose_layout
from analytics.intake.layouts import AnyLayout
from analytics.intake.reading import read_source
from analytics.intake.tables.source import open_source
from analytics.store.comparing import remarks
from analytics.store.correcting import whole
from analytics.store.newest import Newest
from analytics.store.snapshots import Store
from analytics.store.steps import Step, silent
from analytics.store.together import beside_each_other

Unread = tuple[tuple[str, InputFault], ...]  # name of a file that is no table at all, and why


@dataclass(frozen=True)
class Read:
    """Files as they were read, each by its layout, held against nothing yet."""

    readings: tuple[Reading, ...]
    unread: Unread

    def beside(self, more: Read) -> Read:
        """These files and *more*."""
        return Read((*self.readings, *more.readings), (*self.unread, *more.unread))


@dataclass(frozen=True)
class Examined:
    """Files held against version *beside* of the store (None: it was empty) and against each other."""

    beside: int | None
    readings: tuple[Reading, ...]
    unread: Unread
    missing: tuple[str, ...]  # files whose totals were given, and that came neither now nor before

    @property
    def next_version(self) -> int:
        """The number of the version that these files would make."""
        return 0 if self.beside is None else self.beside + 1

    @property
    def sound(self) -> list[Reading]:
        """The files that may go in."""
        return [reading for reading in self.readings if not reading.errors]

    @property
    def rejected(self) -> list[Reading]:
        """The files with errors."""
        return [reading for reading in self.readings if reading.errors]


def read_files(
    store: Store,
    paths: Sequence[Path],
    layouts: Sequence[AnyLayout],
    wanted: str | None = None,
    as_of: date | None = None,
    step: Step = silent,
) -> Read:
    """Read the files at *paths*, each by the layout that fits, or by the one called *wanted*."""
    readings, unread = [], []
    for path in paths:
        step(path.name)
        try:
            readings.append(_read(store, path, layouts, wanted, as_of))
        except InputFault as problem:
            unread.append((path.name, problem))
    return Read(tuple(readings), tuple(unread))


def _read(
    store: Store,
    path: Path,
    layouts: Sequence[AnyLayout],
    wanted: str | None,
    as_of: date | None,
) -> Reading:
    """The file at *path*; of corrected rows, the file that they are of with the rows put right."""
    source = open_source(path)
    layout = choose_layout(source, layouts, wanted)
    mended = whole(store, source, layout)
    reading = read_source(mended, layout, as_of)
    about_name = [] if wanted else check_name(source, layout, layouts)
    return replace(reading, sent=source, findings=(*about_name, *reading.findings))


def held(read: Read, newest: Newest, controls: Mapping[str, Control] | None = None) -> Examined:
    """*read* with everything that shows only beside the *newest* version, the given totals and the other files.

    *controls* are the totals given with the files, by name.
    """
    given = controls or {}
    readings = [_compared(reading, newest, given.get(reading.name)) for reading in read.readings]
    here = {reading.name for reading in readings} | {name for name, _ in read.unread}
    missing = tuple(name for name in given if name not in here | newest.names)
    together = beside_each_other(readings, newest, [name for name, _ in read.unread])
    return Examined(newest.number, tuple(together), read.unread, missing)


def examine(
    newest: Newest,
    path: Path,
    layouts: Sequence[AnyLayout],
    wanted: str | None = None,
    as_of: date | None = None,
    step: Step = silent,
) -> Reading:
    """Read *path* and hold it against the *newest* version, without writing anything.

    The result's `findings` hold everything wrong with the file. Raises `InputFault` when there is no file or no
    layout for it.
    """
    step("読み取り")
    reading = _read(newest.store, path, layouts, wanted, as_of)
    step("点検")
    return held(Read((reading,), ()), newest).readings[0]


def _compared(reading: Reading, newest: Newest, control: Control | None) -> Reading:
    """*reading* with what is said of it beside the *newest* version, and the totals given with it (*control*)."""
    findings = [] if control is None else [*check_control(reading, control)]
    if newest.number is not None and not reading.errors and reading.books is not None:
        findings += remarks(reading, newest)
    return replace(reading, findings=(*reading.findings, *findings), control=control)
