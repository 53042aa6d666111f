"""A delivered file read and held against the newest version: everything a careful clerk would say before it goes in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from analytics.errors import InputFault
from analytics.intake.controls import check_control
from analytics.intake.delivered import Control, Reading
from analytics.intake.findings import Finding, error, warning
from analytics.intake.fitting import check_name
from analytics.intake.last_year import compare_with_last_year
from analytics.intake.layouts import AnyLayout
from analytics.intake.reading import choose_layout, read_source
from analytics.intake.records.last_month import compare_with_last_month
from analytics.intake.records.layout import RecordLayout
from analytics.intake.tables.source import open_source
from analytics.store.correcting import whole
from analytics.store.newest import Newest
from analytics.store.snapshots import Store
from analytics.store.steps import Step, silent
from analytics.store.together import beside_each_other

STANDING_STILL = 100  # rows of a list from which on something moves in every month
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
    as_of: date | None = None,
    wanted: str | None = None,
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
    readings = [compared(reading, newest, given.get(reading.name)) for reading in read.readings]
    return Examined(newest.number, tuple(beside_each_other(readings, newest)), read.unread)


def undelivered(
    examined: Examined, newest: Newest, controls: Mapping[str, Control]
) -> tuple[str, ...]:
    """The files of which *controls* speak, and that are neither here nor in the *newest* version."""
    here = {reading.name for reading in examined.readings} | {name for name, _ in examined.unread}
    there = newest.documents["sources"]["source_name"].to_pylist() if newest.documents else []
    return tuple(name for name in controls if name not in here.union(there))


def examine(
    store: Store,
    path: Path,
    layouts: Sequence[AnyLayout],
    wanted: str | None = None,
    as_of: date | None = None,
    step: Step = silent,
) -> Reading:
    """Read *path* and compare it with the store, without writing anything.

    The result's `findings` hold everything wrong with the file. Raises `InputFault` when there is no file or no
    layout for it.
    """
    step("読み取り")
    reading = _read(store, path, layouts, wanted, as_of)
    step("点検")
    newest = Newest.of(store)
    (held,) = beside_each_other([compared(reading, newest)], newest)
    return held


def compared(reading: Reading, newest: Newest, control: Control | None = None) -> Reading:
    """*reading* with what is said of it beside the *newest* version, and the totals given with it (*control*)."""
    findings = [] if control is None else [*check_control(reading, control)]
    if newest.number is not None and not reading.errors and reading.books is not None:
        findings += _beside(reading, newest)
    return replace(reading, findings=(*reading.findings, *findings), control=control)


def _beside(reading: Reading, newest: Newest) -> Iterable[Finding]:
    sources = newest.documents["sources"]
    others = sources.filter(pc.field("source_scope") != reading.scope)
    yield from _replaced(reading, sources)
    yield from _other_city(reading, others)
    yield from _same_bytes(reading, others)
    if reading.record != "receivables":
        return
    if isinstance(reading.layout, RecordLayout):
        before = _month_before(reading, sources, newest)
        yield from compare_with_last_month(reading.receivables, before, reading.layout)
    else:
        mine = sources.filter(pc.field("layout") == reading.layout.name)
        yield from compare_with_last_year(reading, _comparable(reading, newest), mine)


def _comparable(reading: Reading, newest: Newest) -> pa.Table:
    """Of the claims there are, those that this file answers for: its own, and what its layout has delivered before."""
    of_layout = pc.starts_with(
        newest.summaries["deliveries"]["source_scope"], f"{reading.layout.name}@"
    )
    delivered = newest.summaries["deliveries"].filter(of_layout)
    names = pa.concat_arrays(
        [
            table["claim"].combine_chunks().cast(pa.string())
            for table in (delivered, reading.receivables)
        ]
    )
    claims = newest.summaries["claims"]
    claims = claims.filter(~pc.field("is_month"))  # a month is no last year's settlement
    return claims.filter(pc.is_in(claims["claim"], value_set=names))


def _month_before(reading: Reading, sources: pa.Table, newest: Newest) -> pa.Table:
    """The lines of the last month before this one that the same layout delivered."""
    assert reading.books is not None
    earlier = sources.filter(
        (pc.field("layout") == reading.layout.name) & (pc.field("as_of") < reading.books.as_of)
    ).sort_by([("as_of", "descending")])
    if not earlier.num_rows:
        return reading.receivables.slice(0, 0)
    return newest.lines_of(earlier["source_scope"][0].as_py(), earlier["as_of"][0].as_py())


def _replaced(reading: Reading, sources: pa.Table) -> Iterable[Finding]:
    """A correction is welcome; another department's file in the same form would push the first one out unseen."""
    for row in sources.filter(
        (pc.field("source_scope") == reading.scope) & (pc.field("sha256") != reading.sha256)
    ).to_pylist():
        yield warning(
            "replaces",
            f"同じレイアウト・同じ基準日の {row['source_name']}（版 {row['version']}）を置き換えます",
            "訂正版なら、このまま取り込んでください。別の課のファイルなら、レイアウトの名前を課ごとに分けてください",
        )


def _other_city(reading: Reading, others: pa.Table) -> Iterable[Finding]:
    about = reading.layout.layout
    cities = zip(
        *(others[name].to_pylist() for name in ("municipality", "municipality_code")), strict=True
    )
    for name, code in dict.fromkeys(cities):
        if (name, code) != (about.municipality, about.municipality_code):
            yield error(
                "other_city",
                f"この保管庫は{name}のものですが、ファイルは{about.municipality}のものです",
                "自治体ごとに別の保管庫を --store で指定してください",
            )


def _same_bytes(reading: Reading, others: pa.Table) -> Iterable[Finding]:
    """One file cannot be two years' books, or two months'. A list of addresses may stay as it is for a month.

    So may a short list of debtors, of whom nobody has paid.
    """
    is_short = isinstance(reading.layout, RecordLayout) and reading.claim_rows < STANDING_STILL
    say = error if reading.record == "receivables" and not is_short else warning
    alike = (pc.field("sha256") == reading.sha256) & (pc.field("layout") == reading.layout.name)
    for row in others.filter(alike).to_pylist():
        period = f"{row['fiscal_year']}年度"
        if isinstance(reading.layout, RecordLayout):
            period = f"{row['as_of']:%Y年%-m月末}"
        yield say(
            "same_bytes",
            f"{period}として取り込んだ {row['source_name']} と、まったく同じ中身です",
            "正しいファイルを選び直してください。取り込んだ方が違うなら、正しいファイルで取り込み直してください",
        )
