"""Departments whose file of the month has not come: their last numbers stand in, and every card says so.

A month that nobody delivered is named as well.

And what is left out of a month's balance since it is not yet due (facts.md 4.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from analytics.figures.base import Scope, frame, records
from analytics.figures.clocks import few
from analytics.ledger.money import percent, words
from analytics.ledger.periods import Period, end_label
from analytics.store.reader import Reader

NAMED = 3  # departments that a sentence calls by name
WAITING = "未着の課"
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Waiting:
    """Whose numbers at a period, and at the one it is compared with, are of an earlier month, the largest first."""

    now: Rows
    then: Rows
    whole_yen: int  # the balance that those of now are a part of
    period: Period
    before: Period | None
    lost: list[str]  # the month-ends of the series that no delivery was ever of

    @property
    def words(self) -> str:
        """For the end of a sentence: whose numbers are of which earlier month, and how much they are. "" for none."""
        if not self.now:
            return ""
        yen = sum(int(row["outstanding_yen"]) for row in self.now)
        return f"（うち{words(yen)}は、{_named(self.now)}の数字）"

    @property
    def facts(self) -> dict[str, str]:
        """The same as a fact of the card, each department with its amount and its share of the balance."""
        if not self.now:
            return {}
        return {WAITING: "、".join(map(self._told, self.now))}

    @property
    def notes(self) -> tuple[str, ...]:
        """What they do to the balance and to the comparison."""
        notes = []
        if self.lost:
            more = f"など{len(self.lost)}か月" if len(self.lost) > NAMED else ""
            notes.append(
                f"{'、'.join(self.lost[-NAMED:])}{more}の資料はありません。その前後の資料を続けて比べています。"
            )
        if self.now:
            names = "、".join(dict.fromkeys(row["department_name"] for row in self.now))
            notes.append(
                f"{self.period.end}の資料が届いていない課（{names}）は、"
                "前に届いた数字で数えています。届くと、この月の数字に変わります。"
            )
        if self.then and self.before:
            notes.append(f"比べた{self.before.end}は、{_named(self.then)}の数字を含みます。")
        return tuple(notes)

    def _told(self, row: dict[str, Any]) -> str:
        share = row["outstanding_yen"] / self.whole_yen if self.whole_yen else None
        return (
            f"{row['department_name']} {words(row['outstanding_yen'])}"
            f"（{_end(row['as_of'])}の数字、全体の{percent(share)}）"
        )


def waiting_at(reader: Reader, here: Scope, since: Period | None = None) -> Waiting:
    """Whose deliveries are waited for at the period of *here*: nobody's, where the periods are years.

    And whose were missing *since* when it is compared: at the start of a bridge, or a year before.
    """
    compared = since or here.before
    now = _stale(reader, here, here.period)
    then = _stale(reader, here, compared) if compared else []
    whole = 0
    if now:
        told, _ = frame(
            reader, "balance_by_year", here.parameters | {"since_on": here.period.period_on}
        )
        whole = int(told["outstanding_yen"].sum())
    first = since or next(each for on, each in here.periods.items() if on >= here.period.since_on)
    return Waiting(now, then, whole, here.period, compared, here.months_without(first))


def not_due_note(reader: Reader, here: Scope) -> tuple[str, ...]:
    """What is not yet due: in no balance, or in this one; and whose files tell nothing of it."""
    if not here.period.is_month:
        return ()
    data, _ = frame(reader, "not_due", here.parameters)
    told = data[data["not_due_yen"] != 0]
    silent = data[data["is_due_only"]]["claim_kind"]
    if here.is_all:
        return (
            (f"納期到来分だけの資料（{few(list(silent))}）は、納期未到来の額が分かりません。",)
            if len(silent)
            else ()
        )
    if told.empty:
        return ()
    kinds = "、".join(f"{row['claim_kind']} {words(row['not_due_yen'])}" for row in records(told))
    return (f"納期限がまだの額（{kinds}）は、残額に入れていません。",)


def _stale(reader: Reader, here: Scope, period: Period) -> Rows:
    if not period.is_month:
        return []
    data, _ = frame(reader, "stale_departments", here.at(period))
    return records(data)


def _named(rows: Rows) -> str:
    """``水道課の令和8年9月末``; of many, as many as a sentence bears, those of one month together."""
    told = []
    for end in dict.fromkeys(row["as_of"] for row in rows):
        names = [row["department_name"] for row in rows if row["as_of"] == end]
        more = f"など{len(names)}課" if len(names) > NAMED else ""
        told.append(f"{'・'.join(names[:NAMED])}{more}の{_end(end)}")
    return "、".join(told)


def _end(as_of: datetime) -> str:
    return end_label(as_of.date(), True)
