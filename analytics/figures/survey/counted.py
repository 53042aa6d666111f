"""Which shares of results that came counted may be told.

The cells of rank × group are not known, so each breakdown is judged as if it were alone, against one whole of both:
the largest that the table tells or adds up to. Whom a breakdown leaves out of it is a group as well, that nobody sees.
Two breakdowns that cannot be of the same people are judged against the fewest people who have room for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
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
    """Every share of one breakdown, and the whole, hidden as those of a survey are that came answer by answer."""
    asked: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["answered_count"]:  # of nobody there is nothing
            asked.setdefault((row["wave"], row["question"]), []).append(row)
    return {
        (*key, name): share for key, own in asked.items() for name, share in _told(own, by, least)
    }


def _told(rows: Sequence[Row], by: Breakdown, least: int) -> Iterable[tuple[str, Share]]:
    """The shares of one wave and question."""
    parts: dict[Breakdown, Parts] = {one: _groups(rows, one) for one in BREAKDOWNS}
    wholes = [_share(row) for row in rows if is_whole(row)]
    sums = [_together(own) for own in parts.values() if own]
    largest = max([*wholes, *sums], key=lambda share: share.count or 0)
    whole = _with_room([largest, *wholes, *sums], _roundings(rows))
    judged = {one: _judged(own, whole, one, least) for one, own in parts.items() if own}
    kept = frozenset().union(*(found for _, found in judged.values()))
    is_any_silent = any(is_silent for is_silent, _ in judged.values()) or (
        not judged and (whole.count or 0) < least
    )
    if wholes or not kept:
        yield WHOLE, HIDDEN if is_any_silent or whole != largest else whole
    for name, share in parts[by].items():
        yield name, HIDDEN if is_any_silent or (by, name) in kept else share


def _judged(parts: Parts, whole: Share, by: Breakdown, least: int) -> tuple[bool, Hidden]:
    """Whether nothing of a breakdown may be told, and the groups that are not."""
    counts = {name: share.count or 0 for name, share in parts.items()}
    good = {name: _favourable(share) for name, share in parts.items()}
    counts[REST] = (whole.count or 0) - sum(counts.values())
    good[REST] = min(max(0, _favourable(whole) - sum(good.values())), counts[REST])
    cells = {name: (name, "") if by == "rank_group" else ("", name) for name in counts}
    answers = Answers(
        {cells[name]: count for name, count in counts.items()},
        {cells[name]: count for name, count in good.items()},
    )
    others = frozenset([(by, REST)]) if counts[REST] else frozenset()
    found = hidden(answers, least, others)
    return is_silent(answers, least, found), found


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
