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
from analytics.ledger.periods import Period, end_label, period_label
from analytics.store.questions import question
from analytics.store.reader import Reader

Answer = Callable[[Reader, Selection], Figure]

WHOLE_CITY = "全庁"
NO_BALANCE = (
    "この保管庫には、残額の資料がまだありません（意識調査だけが取り込まれています）。"
    "決算か滞納明細のファイルを取り込んでください。"
)
CHOICES = {"department": "所管課", "claim_kind": "債権"}
ONLY_MONTHS = ("stale_on", "stale_yen")  # columns that say nothing of years
_TYPES = {"int64": pd.Int64Dtype(), "int32": pd.Int64Dtype(), "bool": pd.BooleanDtype()}


@dataclass(frozen=True)
class Scope:
    """A selection made definite: a period that the store has, and a department and a kind of claim that it knows."""

    period: Period
    department: str | None
    claim_kind: str | None
    place: str  # `WHOLE_CITY`, or the names of the department and of the kind
    periods: dict[date, Period]  # those of the same kind, oldest first
    since: Period | None  # from which a bridge leads, where there is one
    is_all: bool  # with what is not yet due

    @property
    def as_of(self) -> date:
        """The day that is shown."""
        return self.period.as_of

    @property
    def before(self) -> Period | None:
        """The period it is compared with, where there is one."""
        return self.periods.get(self.period.before_on) if self.period.before_on else None

    @property
    def previous(self) -> Period | None:
        """The period just before, where there is one."""
        return self.periods.get(self.period.previous_on) if self.period.previous_on else None

    @property
    def start(self) -> Period:
        """The period from which a bridge leads; where there is none, the one that is shown."""
        return self.since or self.period

    @property
    def parameters(self) -> dict[str, object]:
        """The selection as the questions take it."""
        return {
            **self._at(self.period),
            "department": self.department,
            "claim_kind": self.claim_kind,
            "is_all": self.is_all,
            "from_on": self.since.period_on if self.since else None,
        }

    def at(self, period: Period) -> dict[str, object]:
        """The same for another period: what the questions take."""
        return self.parameters | self._at(period)

    @staticmethod
    def _at(period: Period) -> dict[str, object]:
        return {
            "period_on": period.period_on,
            "since_on": period.since_on,
            "before_on": period.before_on,
            "is_month": period.is_month,
            "fiscal_year": period.fiscal_year,
        }

    def months_without(self, since: Period) -> list[str]:
        """The month-ends after *since* and before this one that no delivery was ever of."""
        if not self.period.is_month:
            return []
        ends = pd.date_range(since.period_on, self.period.period_on, freq="ME", inclusive="neither")
        return [end_label(day.date(), True) for day in ends if day.date() not in self.periods]

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole city, with all its claims."""
        return self.place == WHOLE_CITY

    @property
    def subject(self) -> str:
        """What a sentence begins with for one department or kind; nothing for the whole city."""
        return "" if self.is_whole else f"{self.place}の"


def scope(reader: Reader, selection: Selection) -> Scope:
    """Resolve *selection*. Raises `NothingToShow` naming what there is when it asks for what is not there."""
    period = _period(reader, selection)
    alike = {each.period_on: each for each in reader.periods if each.is_month == period.is_month}
    departments = reader.departments
    if selection.department is not None and selection.department not in departments:
        known = "、".join(f"{code}（{name}）" for code, name in departments.items())
        raise NothingToShow(
            f"所管課コード「{selection.department}」はありません。あるのは {known} です。"
        )
    if selection.claim_kind is not None and selection.claim_kind not in reader.claim_kinds:
        known = "、".join(reader.claim_kinds)
        raise NothingToShow(f"債権「{selection.claim_kind}」はありません。あるのは {known} です。")
    return Scope(
        period,
        selection.department,
        selection.claim_kind,
        _place(departments, selection),
        alike,
        _since(period, alike, selection.from_on),
        selection.is_all and period.is_month,
    )


def _period(reader: Reader, selection: Selection) -> Period:
    wanted = selection.is_month
    offered = [each for each in reader.periods if wanted in (None, each.is_month)]
    if not offered:
        raise NothingToShow(NO_BALANCE)
    by_date = {each.as_of: each for each in offered}  # of one day, the month: it comes last
    as_of = selection.as_of or max(by_date)
    if as_of not in by_date:
        known = "、".join(day.isoformat() for day in sorted(by_date))
        raise NothingToShow(
            f"基準日 {as_of.isoformat()} の残額はありません。あるのは {known} です。"
        )
    return by_date[as_of]


def _since(period: Period, alike: dict[date, Period], from_on: date | None) -> Period | None:
    """From which period a bridge leads: the one asked for, else the one that *period* is compared with."""
    if from_on is None:
        return alike.get(period.before_on) if period.before_on else None
    earlier = {each.as_of: each for each in alike.values() if each.period_on < period.period_on}
    if from_on not in earlier:
        known = "、".join(day.isoformat() for day in sorted(earlier)) or "なし"
        raise NothingToShow(
            f"{from_on.isoformat()} から {period.as_of.isoformat()} までの増減は出せません。"
            f"始まりにできる基準日は {known} です。"
        )
    return earlier[from_on]


def _place(departments: Mapping[str, str], selection: Selection) -> str:
    """Whose claims they are, in words."""
    department = departments.get(selection.department or "", "")
    kind = selection.claim_kind or ""
    if department and kind:
        return f"{department}（{kind}）"
    return department or kind or WHOLE_CITY


def city_scope(reader: Reader, selection: Selection) -> Scope:
    """As `scope`, for a figure that is always of the whole city: what is chosen must exist, and changes nothing."""
    return scope_without(reader, selection, "department", "claim_kind")


def file_scope(reader: Reader, selection: Selection) -> Scope:
    """As `city_scope`, for a figure of files: a store may hold a survey and no balance yet."""
    if reader.periods:
        return city_scope(reader, selection)
    as_of, fiscal_year, _ = max(reader.sources)
    return Scope(Period(as_of, as_of, fiscal_year), None, None, WHOLE_CITY, {}, None, False)


def scope_without(reader: Reader, selection: Selection, *dropped: str) -> Scope:
    """As `scope`, for a figure that shows all *dropped* (departments, kinds) beside each other."""
    scope(reader, selection)
    return scope(reader, _without(selection, dropped))


def city_note(selection: Selection) -> tuple[str, ...]:
    """The note of a figure that is of the whole city although a department or a kind is chosen."""
    return wider_note(selection, "全庁", "department", "claim_kind")


def wider_note(selection: Selection, shown: str, *dropped: str) -> tuple[str, ...]:
    """What is said where one of *dropped* is chosen, and the figure is of all that is *shown*."""
    chosen = [
        word for name, word in CHOICES.items() if name in dropped and getattr(selection, name)
    ]
    return (f"この図は、{'や'.join(chosen)}を選んでも{shown}のものです。",) if chosen else ()


def _without(selection: Selection, dropped: tuple[str, ...]) -> Selection:
    return replace(
        selection,
        department=None if "department" in dropped else selection.department,
        claim_kind=None if "claim_kind" in dropped else selection.claim_kind,
    )


def no_claims(here: Scope, data: pd.DataFrame) -> str:
    """The sentence for a place that had no claim up to this year-end, "" when *data* has rows."""
    return "" if len(data) else f"{here.place}には、{here.period.until}までの債権がありません。"


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


def with_period_label(data: pd.DataFrame, labels: dict[str, str], period: Period) -> dict[str, str]:
    """Add `year_label`, the names of the periods, and give the labels in the words of *period*'s kind.

    A frame of months has `is_month` besides, by which the charts know it.
    """
    place = list(data.columns).index("fiscal_year") + 1
    ends = [each.date() for each in data["period_on"]]
    data.insert(place, "year_label", [period_label(end, period.is_month) for end in ends])
    if period.is_month:
        data["is_month"] = True
        left_out = {"period_on", "fiscal_year"}
    else:
        left_out = {"period_on", "fiscal_year", *ONLY_MONTHS}
    return {"year_label": period.heading} | {
        name: period.wording(label) for name, label in labels.items() if name not in left_out
    }


def at(data: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The rows of one period."""
    return data[data["period_on"] == pd.Timestamp(period.period_on)]


def renamed(labels: dict[str, str], **swapped: str) -> dict[str, str]:
    """*labels* with some columns replaced by those that carry the words for them."""
    return {swapped.get(name, name): label for name, label in labels.items()}


def source_names(
    reader: Reader, here: Scope | None = None, since: Period | None = None
) -> tuple[str, ...]:
    """The files whose records a figure of *here* shows: those *since* a period, else from the first on.

    Of months the newest come first. Without a scope they are those of the whole version.
    """
    if here is None:
        return tuple(dict.fromkeys(name for _, _, name in reader.sources))
    files = reader.ask("cited_files", here.parameters).to_pylist()
    if here.period.is_month:
        first = since.period_on if since else here.period.since_on
        shown = [row for row in files[::-1] if first <= row["as_of"] <= here.period.period_on]
    else:
        start = since.fiscal_year if since else 0
        shown = [row for row in files if start <= row["fiscal_year"] <= here.period.fiscal_year]
    return tuple(dict.fromkeys(row["source_name"] for row in shown))
