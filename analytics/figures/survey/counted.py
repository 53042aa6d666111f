"""Which shares of results that came counted may be told.

The cells of rank × group are not known, so each breakdown is judged as if it were alone, against one whole of both:
the largest that the table tells or adds up to. Whom a breakdown leaves out of it is a group as well, that nobody sees.
Two breakdowns that cannot be of the same people are judged against the fewest people who have room for both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import fsum, nan
from typing import Any

import pandas as pd

from analytics.access.few_answers import Answers, Hidden, hidden, is_silent
from analytics.ledger import intervals
from analytics.ledger.survey import BREAKDOWNS, WHOLE, Breakdown

REST = "全体にだけいる人"
Row = Mapping[str, Any]
Key = tuple[str, str, str]  # wave, question, group


@dataclass(frozen=True)
class Share:
    """The favourable answers of a group as a share (0–1), and how many answered; without a count it is hidden."""

    count: int | None
    rate: float

    @property
    def limits(self) -> tuple[float, float]:
        """Wilson's interval."""
        if self.count is None or pd.isna(self.rate):
            return nan, nan
        return intervals.wilson(self.rate, self.count)


HIDDEN = Share(None, nan)
Shares = dict[Key, Share]
Parts = dict[str, Share]  # group → its share of one wave and question


def shares_of(rows: Sequence[Row], by: Breakdown, least: int) -> Shares:
    """Every share of one breakdown, and the whole, hidden as those of a survey are that came answer by answer.

    In all questions of a wave the same groups are hidden: the same people answered them, and one tells how many.
    """
    asked: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["answered_count"]:  # of nobody there is nothing
            asked.setdefault((row["wave"], row["question"]), []).append(row)
    tables = {key: _Table.of(own) for key, own in asked.items()}
    hidden_ones: dict[str, Hidden] = {}
    while True:
        more: dict[str, Hidden] = {}
        for (wave, _), table in tables.items():
            found = table.hidden(least, hidden_ones.get(wave, frozenset()))
            more[wave] = more.get(wave, frozenset()) | found
        if more == hidden_ones:
            break
        hidden_ones = more
    return {
        (wave, question, name): share
        for (wave, question), table in tables.items()
        for name, share in table.told(by, least, hidden_ones[wave])
    }


@dataclass(frozen=True)
class _Table:
    """The shares of one wave and question, the groups of each breakdown apart."""

    parts: Mapping[Breakdown, Parts]
    wholes: Sequence[Share]
    largest: Share  # of the wholes, or of what a breakdown adds up to
    whole: Share  # against which each breakdown is judged

    @classmethod
    def of(cls, rows: Sequence[Row]) -> _Table:
        every = {one: _groups(rows, one) for one in BREAKDOWNS}
        parts = {one: own for one, own in every.items() if own}
        wholes = [_share(row) for row in rows if is_whole(row)]
        sums = [_together(own) for own in parts.values()]
        largest = max([*wholes, *sums], key=lambda share: share.count or 0)
        whole = _with_room([largest, *wholes, *sums], _roundings(rows))
        return cls(parts, wholes, largest, whole)

    def hidden(self, least: int, already: Hidden) -> Hidden:
        """The groups that are not told, those *already* hidden among them."""
        judged = (
            hidden(answers, least, self._rest(by, answers) | already)
            for by, answers in self._answers.items()
        )
        return already.union(*judged)

    def told(self, by: Breakdown, least: int, found: Hidden) -> Iterator[tuple[str, Share]]:
        """Each group of a breakdown and the whole, where the groups *found* are hidden."""
        is_any_silent = (self.whole.count or 0) < least or any(
            is_silent(answers, least, found) for answers in self._answers.values()
        )
        if self.wholes or not found:
            yield WHOLE, HIDDEN if is_any_silent or self.whole != self.largest else self.whole
        for name, share in self.parts.get(by, {}).items():
            yield name, HIDDEN if is_any_silent or (by, name) in found else share

    @cached_property
    def _answers(self) -> dict[Breakdown, Answers]:
        return {by: self._against_whole(by, own) for by, own in self.parts.items()}

    def _against_whole(self, by: Breakdown, parts: Parts) -> Answers:
        """A breakdown as cells, those whom it leaves out of the whole among them."""
        counts = {name: share.count or 0 for name, share in parts.items()}
        good = {name: _favourable(share) for name, share in parts.items()}
        counts[REST] = (self.whole.count or 0) - sum(counts.values())
        good[REST] = min(max(0, _favourable(self.whole) - sum(good.values())), counts[REST])
        cells = {name: (name, "") if by == "rank_group" else ("", name) for name in counts}
        return Answers(
            {cells[name]: count for name, count in counts.items()},
            {cells[name]: count for name, count in good.items()},
        )

    def _rest(self, by: Breakdown, answers: Answers) -> Hidden:
        rest = (REST, "") if by == "rank_group" else ("", REST)
        return frozenset([(by, REST)]) if answers.answered[rest] else frozenset()


def _with_room(shares: Sequence[Share], roundings: float) -> Share:
    """The first of *shares*, or the fewest people among whom each of them can be, where that is more than rounding."""
    good = max(_favourable(share) for share in shares)
    bad = max((share.count or 0) - _favourable(share) for share in shares)
    if good + bad - (shares[0].count or 0) <= roundings:
        return shares[0]
    return Share(good + bad, good / (good + bad))


def _roundings(rows: Sequence[Row]) -> float:
    """How many persons the shares of *rows* can be off, as exact as the most exact of them is written."""
    digits = (Decimal(repr(float(row["positive_percent"]))).normalize() for row in rows)
    places = max(-int(one.as_tuple().exponent) for one in digits)
    persons = sum(int(row["answered_count"]) for row in rows)
    return persons * 0.5 * 10.0 ** -max(places, 0) / 100


def _groups(rows: Sequence[Row], by: Breakdown) -> Parts:
    named = (row for row in rows if isinstance(row[by], str) and not is_whole(row))
    return {row[by]: _share(row) for row in named}


def is_whole(row: Row) -> bool:
    """Whether it is of all, in whichever breakdown that stands."""
    return WHOLE in [row[one] for one in BREAKDOWNS]


def _share(row: Row) -> Share:
    return Share(int(row["answered_count"]), round(row["positive_percent"] / 100, 6))


def _together(parts: Parts) -> Share:
    count = sum(share.count or 0 for share in parts.values())
    return Share(count, fsum((share.count or 0) * share.rate for share in parts.values()) / count)


def _favourable(share: Share) -> int:
    return round(share.rate * (share.count or 0))
