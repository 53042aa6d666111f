"""What the figures of shared debtors have in common: the view, what may be told of a month, and why there is nothing.

Exact numbers of persons stay behind: a frame holds what `analytics.access.overlaps` lets out, rounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from analytics.access import overlaps
from analytics.access.few import Name
from analytics.access.joint import DEPARTMENT, KIND
from analytics.access.overlaps import Told
from analytics.access.shared_total import tells_shared
from analytics.access.small_numbers import NOTE, persons
from analytics.figures.base import Scope, city_note, city_scope, frame, records
from analytics.figures.figure import Selection
from analytics.ledger.money import words
from analytics.store.matched import newest_generation
from analytics.store.reader import Reader

ONLY_LINES = "重複滞納は、月次の滞納明細がないため出せません。"
NO_NUMBERS = "重複滞納は、資料に債務者番号がないため出せません。"
NEVER_MATCHED = "名寄せがまだです。`zangaku match` を実行すると、重複滞納が出ます。"
PAST_DUE = "納期限の過ぎた残額のある人です。名寄せで同じ人とした番号は、1人に数えます。"
HIDDEN = (
    "少ない人数がほかの数字からの引き算で分かるところは、8人以上でも示しません（課の表、債権の表、組み合わせ、"
    "推移を合わせて確かめています）。金額も同じです。1人が残額のほとんどを占めるところも示しません。"
)
OVERLAPPING = "3つ以上に滞納のある人は、どの組にも数えます。足しても全体の人数にはなりません。"
THING = {DEPARTMENT: "課", KIND: "債権"}


@dataclass(frozen=True)
class Overlaps:
    """One view of one period: its names, and what may be told."""

    reader: Reader
    here: Scope
    view: str
    notes: tuple[str, ...]  # what is chosen and changes nothing

    @classmethod
    def of(cls, reader: Reader, selection: Selection, view: str) -> Overlaps:
        """For *selection*, of which the period counts: the choice of a place would be one more way to take away."""
        return cls(reader, city_scope(reader, selection), view, city_note(selection))

    @property
    def thing(self) -> str:
        """What the places are called."""
        return THING[self.view]

    @property
    def parameters(self) -> dict[str, object]:
        """The selection as the questions take it."""
        return self.here.parameters | {"view": self.view}

    @cached_property
    def names(self) -> dict[str, str]:
        """Each place that anybody may owe at, in the order of the tables → its name."""
        if self.view == DEPARTMENT:
            return dict(sorted(self.reader.departments.items()))
        return {kind: kind for kind in self.reader.claim_kinds}

    @cached_property
    def empty(self) -> str:
        """Why there is nothing to show; "" when there is."""
        if not self.here.period.is_month:
            return ONLY_LINES
        if newest_generation(self.reader.store, self.reader.version) is None:
            known, _ = frame(self.reader, "known_debtors")
            return NEVER_MATCHED if int(known["known_count"].iloc[0]) else NO_NUMBERS
        data = self.totals(self.here.period.period_on)
        if len(data):
            return ""
        return f"{self.here.period.end}に、債務者番号のある未収残額はありません。"

    def totals(self, since_on: date) -> pd.DataFrame:
        """The exact numbers of all and of those who share, by month-end."""
        data, _ = frame(self.reader, "shared_trend", self.parameters | {"since_on": since_on})
        return data

    def told(self) -> Told:
        """What may be told of the period."""
        return overlaps.told(self._sets(self.here.period.period_on), self._owners)

    def months_told(self, since_on: date) -> set[date]:
        """The month-ends from *since_on* of which all who owe at two departments or more may be told."""
        return {
            pd.Timestamp(end).date()  # type: ignore[arg-type]
            for end, rows in self._sets(since_on).groupby("period_on")
            if tells_shared(rows, self._owners)
        }

    def _sets(self, since_on: date) -> pd.DataFrame:
        rows, _ = frame(self.reader, "shared_sets", self.parameters | {"since_on": since_on})
        return rows

    @cached_property
    def _owners(self) -> dict[str, list[str]]:
        owned, _ = frame(self.reader, "kinds_of_departments")
        owners: dict[str, list[str]] = {}
        for row in records(owned):
            owners.setdefault(row["claim_kind"], []).append(row["department"])
        return owners

    @property
    def unnumbered(self) -> dict[str, str]:
        """How much of the balance is nobody's, for want of a number of the debtor."""
        data = self.totals(self.here.period.period_on)
        asked = self.parameters | {"since_on": self.here.period.period_on, "is_all": False}
        whole, _ = frame(self.reader, "balance_by_department", asked | {"claim_kind": None})
        rest = int(whole["outstanding_yen"].sum()) - int(data["outstanding_yen"].sum())
        return {"入っていない残額": f"債務者番号のないものなど {words(rest)}"} if rest > 0 else {}


def shown_count(count: int, told: Told, name: Name) -> int | None:
    """*count* of the sum *name* as it may be shown; None where it is withheld. Nobody is nobody."""
    return persons(count) if name in told.persons or count == 0 else None


def shown_yen(yen: int, count: int, told: Told, name: Name) -> int | None:
    """What those of the sum *name* owe, as it may be shown."""
    return int(yen) if name in told.yen or count == 0 else None


NOTES = (PAST_DUE, NOTE, HIDDEN)
