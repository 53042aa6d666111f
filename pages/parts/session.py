"""What a page may ask for: the figures of the store's newest version, each answered and drawn once.

Snapshots never change, so nothing expires: the keys are version, figure, choices and chart. A new version, or an
edited target file, is noticed by the time stamps of the store's folder, which costs less than opening it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

from analytics.charts import dress
from analytics.figures import Figure, Selection, answer
from analytics.figures.export import to_csv
from analytics.settings import Settings
from analytics.store.reader import Reader, open_reader

Draw = Callable[[pd.DataFrame], alt.LayerChart | None]  # None: nothing to draw
_PINNED: ContextVar[Reader] = ContextVar("reader")
Stamp = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Filled:
    """A figure with everything a card shows of it, finished."""

    figure: Figure
    specs: tuple[dict[str, Any], ...]
    csv: bytes


@contextmanager
def pinned() -> Iterator[None]:
    """Hold the newest version for one run of a page, so that no page shows two. Raises what `open_reader` raises."""
    settings = Settings.load()
    stamp = _stamp(settings.store, settings.targets)
    token = _PINNED.set(_reader(settings.store, settings.targets, stamp))
    try:
        yield
    finally:
        _PINNED.reset(token)


def filled(name: str, chosen: Selection, *draws: Draw) -> Filled:
    """The figure *name* for *chosen*, drawn by *draws*."""
    return _filled(_PINNED.get(), name, chosen, draws)


def years() -> dict[int, date]:
    """Fiscal year → as-of date of every year-end there is, oldest first."""
    return _PINNED.get().years


def departments() -> dict[str, str]:
    """Code → name of every department there is."""
    return _PINNED.get().departments


def origin() -> str:
    """Whose data these are, and on what terms: the line that stands on every page."""
    return _origin(_PINNED.get())


@lru_cache(maxsize=4)
def _reader(store: Path, targets: Path, stamp: Stamp) -> Reader:
    return open_reader(store, targets)


@lru_cache(maxsize=512)
def _filled(source: Reader, name: str, chosen: Selection, draws: tuple[Draw, ...]) -> Filled:
    figure = answer(name, source, chosen)
    charts = [] if figure.empty else [draw(figure.frame) for draw in draws]
    specs = tuple(dress.finish(chart) for chart in charts if chart is not None)
    return Filled(figure, specs, to_csv(figure.frame, figure.labels))


@lru_cache(maxsize=4)
def _origin(source: Reader) -> str:
    files = answer("sources", source).frame
    cities = "・".join(files["municipality"].unique())
    credits = "、".join(files["attribution"].unique())
    licences = "、".join(files["licence"].unique())
    return f"{cities}　公表決算データ　　出典：{credits}　{licences}"


def _stamp(store: Path, targets: Path) -> Stamp:
    """What changes when a version is committed or a target file is edited."""
    watched = [store / "receivables" / "_delta_log", *sorted(targets.glob("*.csv"))]
    return tuple((path.name, path.stat().st_mtime_ns) for path in watched if path.exists())
