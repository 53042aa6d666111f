"""What the figures of a survey have in common: the card that says why there is nothing, and the files behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import pyarrow.compute as pc

from analytics.figures.figure import Figure
from analytics.figures.survey import remarks
from analytics.figures.survey.asked import Wave
from analytics.figures.survey.deliveries import KINDS
from analytics.figures.survey.given import NONE_YET, Survey
from analytics.store.documents import read_document
from analytics.store.reader import Reader


def empty_figure(
    name: str,
    reader: Reader,
    survey: Survey,
    wave: Wave | None,
    labels: Mapping[str, str],
    measure: str,
    reason: str = "",
) -> Figure:
    """The card of a wave that is not shown (None: there is none yet): one sentence, and no chart."""
    said = reason or next(iter(remarks.corrected(survey)), NONE_YET)
    if wave is not None and not reason:
        said = remarks.too_small(survey, wave)
    title, _, what_to_do = said.partition("。")
    return Figure(
        name=name,
        title=title,
        measure=measure,
        headline="－",
        comparison="",
        as_of=wave.fielded_on if wave else None,
        frame=pd.DataFrame(columns=list(labels)),
        labels=dict(labels),
        version=reader.version,
        notes=remarks.joined(
            [what_to_do] if what_to_do else [],
            [note for note in remarks.about_waves(survey, wave) if note != said],
        ),
        sources=sources_of(reader),
        empty=said,
    )


def of_wave(name: str, reader: Reader, wave: Wave, **slots: Any) -> Figure:
    """The card of a wave that is shown, with the *slots* of its own."""
    facts = remarks.facts(wave) | slots.pop("facts", {})
    slots = {"sources": sources_of(reader), "as_of": wave.fielded_on, **slots}
    return Figure(name=name, version=reader.version, facts=facts, **slots)


def sources_of(reader: Reader, *kinds: str) -> tuple[str, ...]:
    """The files of the version that hold records of *kinds*; without any, all of a survey."""
    sources = read_document(reader.store, reader.version, "sources")
    of = sources.filter(pc.field("record").isin(list(kinds or KINDS)))
    return tuple(dict.fromkeys(of["source_name"].to_pylist()))


def balance_files(reader: Reader, days: Sequence[date]) -> tuple[str, ...]:
    """The files with the balances as of *days*."""
    sources = read_document(reader.store, reader.version, "sources")
    is_balance = pc.field("record").is_null() | (pc.field("record") == "receivables")
    names = sources.filter(is_balance & pc.field("as_of").isin(list(days)))["source_name"]
    return tuple(dict.fromkeys(names.to_pylist()))
