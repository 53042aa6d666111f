"""Yen: stored as whole yen, shown in one Japanese unit per chart.

Chart libraries abbreviate with K, M and G; a Japanese reader counts in 万 and 億. Everything that turns yen into
characters or picks a unit is here, so that a figure reads the same on the screen, on paper and in the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MINUS = "−"  # a minus as wide as a digit; △ and ▲ are local habits and are not used on the screen


@dataclass(frozen=True)
class Unit:
    """A display unit: its Japanese name and how many yen it holds."""

    label: str
    yen: int


YEN = Unit("円", 1)
THOUSAND = Unit("千円", 1_000)
TEN_THOUSAND = Unit("万円", 10_000)
HUNDRED_MILLION = Unit("億円", 100_000_000)


def unit_for(amounts_yen: Iterable[int]) -> Unit:
    """The one unit of a chart whose largest amount (in yen) is among *amounts_yen*.

    Three digits or more stay in front of the decimal point of the largest value: 3億5,396万円 is 35,396万円, and
    億円 begins at 100 億円. Small charts are in 千円 or 円.
    """
    largest = max((abs(int(amount)) for amount in amounts_yen), default=0)
    if largest >= 100 * HUNDRED_MILLION.yen:
        return HUNDRED_MILLION
    if largest >= 100 * TEN_THOUSAND.yen:
        return TEN_THOUSAND
    if largest >= 100 * THOUSAND.yen:
        return THOUSAND
    return YEN


def words(amount_yen: int) -> str:
    """*amount_yen* as people say it: ``3億5,396万円``; under one 万円 to the yen. Rounded half up to whole 万円.

    >>> words(353_961_020)
    '3億5,396万円'
    """
    sign = MINUS if amount_yen < 0 else ""
    size = abs(int(amount_yen))
    if size < TEN_THOUSAND.yen:
        return f"{sign}{size:,}円"
    oku, man = divmod((size + 5_000) // 10_000, 10_000)
    if oku and man:
        return f"{sign}{oku:,}億{man:,}万円"
    return f"{sign}{oku:,}億円" if oku else f"{sign}{man:,}万円"


def exact(amount_yen: int) -> str:
    """*amount_yen* to the yen with thousands separators: ``353,961,020円``."""
    sign = MINUS if amount_yen < 0 else ""
    return f"{sign}{abs(int(amount_yen)):,}円"


def change_words(change_yen: int) -> str:
    """A movement of a balance in words, never by sign alone: ``1,189万円の増``, ``524円の減``, ``増減なし``."""
    if change_yen == 0:
        return "増減なし"
    return f"{words(abs(change_yen))}の{'増' if change_yen > 0 else '減'}"


def exact_change(change_yen: int) -> str:
    """A movement to the yen, in words: ``1,234円の減``, ``増減なし``."""
    if change_yen == 0:
        return "増減なし"
    return f"{exact(abs(change_yen))}の{'増' if change_yen > 0 else '減'}"


def change_with_rate(change_yen: int, before_yen: int) -> str:
    """A movement and its share of what was there before, the direction said once: ``2,151万円（12.6％）の減``."""
    if change_yen == 0 or before_yen == 0:
        return change_words(change_yen)
    rate = percent(abs(change_yen) / before_yen)
    return f"{words(abs(change_yen))}（{rate}）の{'増' if change_yen > 0 else '減'}"


def percent(share: float | None, digits: int = 1) -> str:
    """*share* (0.035) as ``3.5％``; ``－`` when there is nothing to divide by (facts.md 4.4)."""
    if share is None or share != share:
        return "－"
    text = f"{abs(share) * 100:,.{digits}f}"
    is_nought = not text.strip("0.")  # no minus before what is rounded to nothing
    return f"{MINUS if share < 0 and not is_nought else ''}{text}％"


def in_unit(amount_yen: int, unit: Unit) -> str:
    """*amount_yen* as a bare number of *unit*, rounded half up: what is printed on a chart that names its unit.

    >>> in_unit(353_961_020, TEN_THOUSAND)
    '35,396'
    """
    sign = MINUS if amount_yen < 0 else ""
    size = (abs(int(amount_yen)) * 2 + unit.yen) // (2 * unit.yen)
    return f"{sign}{size:,}" if size else "0"
