"""What all figures share: asking, typing the frame, and the words for a selection and its year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa

from analytics.errors import NothingToShow
from analytics.figures.figure import Figure, Selection
from analytics.ledger.calendar import year_label
from analytics.store.questions import question
from analytics.store.reader import Reader

Answer = Callable[[Reader, Selection], Figure]

WHOLE_CITY = "全庁"
_TYPES = {"int64": pd.Int64Dtype(), "int32": pd.Int64Dtype(), "bool": pd.BooleanDtype()}


@dataclass(frozen=True)
class Scope:
    """A selection made definite: a fiscal year that the store has, and a department that it knows."""

    fiscal_year: int
    as_of: date
    department: str | None
    place: str  # `WHOLE_CITY`, or the department's name
    years: dict[int, date]

    @property
    def year_label(self) -> str:
        """``令和5年度（2023）``."""
        return year_label(self.fiscal_year)

    @property
    def parameters(self) -> dict[str, object]:
        """The selection as the questions take it."""
        return {"fiscal_year": self.fiscal_year, "department": self.department}

    @property
    def subject(self) -> str:
        """What a sentence begins with for one department; nothing for the whole city."""
        return "" if self.department is None else f"{self.place}の"


def scope(reader: Reader, selection: Selection) -> Scope:
    """Resolve *selection*. Raises `NothingToShow` naming what there is when it asks for what is not there."""
    years = reader.years
    by_date = {as_of: year for year, as_of in years.items()}
    as_of = selection.as_of or max(by_date)
    if as_of not in by_date:
        known = "、".join(day.isoformat() for day in sorted(by_date))
        raise NothingToShow(
            f"基準日 {as_of.isoformat()} の残額はありません。あるのは {known} です。"
        )
    departments = reader.departments
    if selection.department is not None and selection.department not in departments:
        known = "、".join(f"{code}（{name}）" for code, name in departments.items())
        raise NothingToShow(
            f"所管課コード「{selection.department}」はありません。あるのは {known} です。"
        )
    place = WHOLE_CITY if selection.department is None else departments[selection.department]
    return Scope(by_date[as_of], as_of, selection.department, place, years)


def city_scope(reader: Reader, selection: Selection) -> Scope:
    """As `scope`, for a figure that is always of the whole city: a department must exist, and changes nothing."""
    return replace(scope(reader, selection), department=None, place=WHOLE_CITY)


def city_note(selection: Selection) -> tuple[str, ...]:
    """The note of a figure that is of the whole city although a department is chosen."""
    return () if selection.department is None else ("この図は、所管課を選んでも全庁のものです。",)


def no_claims(here: Scope, data: pd.DataFrame) -> str:
    """The sentence for a place that had no claim up to this year-end, "" when *data* has rows."""
    return "" if len(data) else f"{here.place}には、{here.year_label}末までの債権がありません。"


def frame(
    reader: Reader, name: str, parameters: Mapping[str, object] | None = None
) -> tuple[pd.DataFrame, dict[str, str]]:
    """The answer to question *name* as pandas with whole numbers kept whole, and its Japanese headers."""
    return typed(reader.ask(name, parameters)), dict(question(name).labels)


def typed(table: pa.Table) -> pd.DataFrame:
    """*table* as pandas with whole numbers kept whole."""
    data: pd.DataFrame = table.to_pandas(
        types_mapper=lambda kind: _TYPES.get(str(kind)), date_as_object=False
    )
    return data


def records(data: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a small frame as plain dicts."""
    return [{str(name): value for name, value in row.items()} for row in data.to_dict("records")]


def has_words(value: object) -> bool:
    """Whether a text of a frame says anything: what is missing there is NaN or None, and NaN is true."""
    return isinstance(value, str) and value != ""


def with_year_label(data: pd.DataFrame, labels: dict[str, str]) -> dict[str, str]:
    """Add `year_label` beside `fiscal_year`, and give the labels with 年度 said in both calendars."""
    data.insert(1, "year_label", [year_label(int(year)) for year in data["fiscal_year"]])
    return {"year_label": "年度"} | {
        name: label for name, label in labels.items() if name != "fiscal_year"
    }


def at_year(data: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """The rows of one fiscal year."""
    return data[data["fiscal_year"] == fiscal_year]


def renamed(labels: dict[str, str], **swapped: str) -> dict[str, str]:
    """*labels* with some columns replaced by those that carry the words for them."""
    return {swapped.get(name, name): label for name, label in labels.items()}


def source_names(
    reader: Reader, here: Scope | None = None, years: int | None = None
) -> tuple[str, ...]:
    """The files whose records a figure shows: up to the year of *here*, or the last *years* of these; else all."""
    last = here.fiscal_year if here else None
    return tuple(
        dict.fromkeys(
            name
            for year, name in reader.sources
            if last is None or (year <= last and (years is None or year > last - years))
        )
    )
