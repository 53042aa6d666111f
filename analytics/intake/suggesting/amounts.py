"""Which columns are the amounts: those for which 調定－収入－欠損（＋還付未済）＝未収 holds, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, permutations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analytics.intake.suggesting.columns import Guess
from analytics.intake.suggesting.looks import MOSTLY, Look
from analytics.intake.text import fold
from analytics.intake.values import parse_amount

MOST_YEARS = 60  # that a column of years has
HOLDS = 0.95  # of the rows, that columns are believed to be the amounts
MOST_COLUMNS = 9  # that are tried in every order, when the headers say nothing
NOT_MONEY = ("番号", "コード", "年月日", "有無", "年度", "件数", "日数", "回数", "電話", "割", "率")
YEN_FIELDS = ("assessed_yen", "received_yen", "written_off_yen", "outstanding_yen")
MAIN = ("assessed_yen", "received_yen", "outstanding_yen")
ORDERS = (YEN_FIELDS, MAIN, ("assessed_yen", *YEN_FIELDS))  # of amounts; the last with two assessed
MOST_ROWS = 5_000  # on which every order is tried
Yen = npt.NDArray[np.int64]


class Amounts(NamedTuple):
    """The amounts found: field → columns, the share of rows that add up, and where the refund stands."""

    fields: dict[str, Guess]
    share: float
    refund_in_received: bool = False


def guess_amounts(looks: Sequence[Look], named: dict[str, Guess]) -> Amounts:
    """The amounts among *looks*, starting from what their headers say."""
    money = {look.at: _yen_of(look) for look in looks if _is_money(look)}
    by_header = {
        key: guess
        for key, guess in named.items()
        if key.endswith("_yen") and guess.looks[0].at in money
    }
    best = _best_sum(looks, money, by_header)
    if best is not None and best.share >= HOLDS:
        return best
    tried = _best_order(looks, money, by_header)
    if tried is not None and tried.share >= HOLDS:
        return tried
    return best or Amounts(by_header, 0.0)


def _best_sum(
    looks: Sequence[Look], money: dict[int, Yen], named: dict[str, Guess]
) -> Amounts | None:
    """What the headers say, with none, one or two columns more in one of the sums."""
    if not {"outstanding_yen", "assessed_yen", "received_yen"} <= named.keys():
        return None
    at = {key: [guess.looks[0].at] for key, guess in named.items()}
    used = {place for places in at.values() for place in places}
    spare = [place for place in money if place not in used]
    best: Amounts | None = None
    for more in (*combinations(spare, 0), *combinations(spare, 1), *combinations(spare, 2)):
        for key in YEN_FIELDS[: 3 if more else 1]:
            columns = at | ({key: [*at[key], *more]} if more and key in at else {})
            for is_in in (False, True) if "refund_pending_yen" in at else (False,):
                share = _share(columns, money, is_in)
                if best is None or share > best.share + 1e-9:
                    best = Amounts(_told(columns, looks, share, named), share, is_in)
    return best


def _best_order(
    looks: Sequence[Look], money: dict[int, Yen], named: dict[str, Guess]
) -> Amounts | None:
    """Any columns for which the sum holds. Which is which their headers say, else their order from left to right."""
    places = sorted(sorted(money, key=lambda at: -int(np.abs(money[at]).sum()))[:MOST_COLUMNS])
    some = {at: yen[:MOST_ROWS] for at, yen in money.items()}
    best: tuple[tuple[int, bool], dict[str, list[int]]] | None = None
    for keys in ORDERS:
        for order in permutations(places, len(keys)):
            columns: dict[str, list[int]] = {}
            for key, at in zip(keys, order, strict=True):
                columns.setdefault(key, []).append(at)
            if not all(some[at].any() for key in MAIN for at in columns[key]):
                continue
            if _share(columns, some, False) < HOLDS:
                continue
            agreed = sum(guess.looks[0].at in columns.get(key, ()) for key, guess in named.items())
            score = (agreed, list(order) == sorted(order))
            if best is None or score > best[0]:
                best = score, columns
        if best is not None:
            break  # the fewest columns that add up
    if best is None:
        return None
    share = _share(best[1], money, False)
    return Amounts(_told(best[1], looks, share, named), share)


def _share(columns: dict[str, list[int]], money: dict[int, Yen], refund_in: bool) -> float:
    total = {key: sum(money[at] for at in places) for key, places in columns.items()}
    expected = total["assessed_yen"] - total["received_yen"] - total.get("written_off_yen", 0)
    if refund_in:
        expected = expected + total["refund_pending_yen"]
    return float(np.mean(expected == total["outstanding_yen"]))


def _told(
    columns: dict[str, list[int]], looks: Sequence[Look], share: float, named: dict[str, Guess]
) -> dict[str, Guess]:
    holds = share >= HOLDS
    said = f"{share:.1%}の行で 調定－収入－欠損＝未収" if holds else "式の合わない行が多い"
    return {
        key: Guess(
            tuple(looks[at] for at in places),
            said + ("。足したもの" if len(places) > 1 else ""),
            holds and key in named and len(places) == 1 and named[key].is_sure,
        )
        for key, places in columns.items()
    }


def _is_money(look: Look) -> bool:
    if not look.is_named or look.yen < MOSTLY or any(w in fold(look.name) for w in NOT_MONEY):
        return False
    words = [fold(word) for word in look.counts]
    padded = any(len(word) > 1 and word[0] == "0" and word.isdigit() for word in words)
    is_day = look.days >= MOSTLY and max(map(len, words)) >= 7
    return not padded and not is_day and not _all_years(look)


def _all_years(look: Look) -> bool:
    """Whether every word is the number of a year: sums of money vary more."""
    return look.years >= MOSTLY and len(look.counts) <= MOST_YEARS


def _yen_of(look: Look) -> Yen:
    marks = look.amount_marks
    read = [parse_amount(word, marks, "円") or 0 for word in look.coded.words]
    return np.array(read, np.int64)[look.coded.codes]


def unused(looks: Iterable[Look], fields: dict[str, Guess]) -> list[Look]:
    """The columns that no field has taken."""
    used = {look.at for guess in fields.values() for look in guess.looks}
    return [look for look in looks if look.at not in used]
