"""延滞金: what a late payment of a public claim costs (facts.md 5.1). Shown as an example, and in no balance.

The rates are rows of `late_charge.toml`, one for each calendar year, which a city edits and confirms. A year without a
row has no rate: nothing is guessed. The sum is exact and cut once, at the end; a leap year counts 365 days as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from analytics.errors import LayoutFault, NothingToShow
from analytics.ledger.calendar import date_label, months_later
from analytics.ledger.claim_kinds import UNCONFIRMED
from analytics.ledger.rules_file import is_day, read_rules

NAME, ROWS, TITLE = "late_charge.toml", "late_charge", "延滞金の割合"
LEAST_BASE, BASE_STEP, LEAST_CHARGE, CHARGE_STEP = 2_000, 1_000, 1_000, 100  # yen
DAY = timedelta(days=1)
HEADERS = ("暦年", "1か月まで", "そのあと", "何で確かめたか", "確認")
NOTE = "画面の残額は元本だけです。延滞金は、どの残額にも加えません。割合は data/rules/late_charge.toml にあります。"


@dataclass(frozen=True)
class Rate:
    """Per cent a year: until a month has passed since the due date, and after it."""

    first_month: Decimal
    after: Decimal
    source: str
    confirmed_on: date | None = None


def late_charge(principal_yen: int, due_on: date, paid_on: date, rates: dict[int, Rate]) -> int:
    """What is due, in yen, besides *principal_yen* that is paid on *paid_on*; every day by the rate of its own year.

    Raises `NothingToShow` naming a year that has no rate.

    >>> rates = {2025: Rate(Decimal("2.4"), Decimal("8.7"), "")}
    >>> late_charge(100_000, date(2025, 6, 30), date(2025, 12, 31), rates)
    3800
    """
    if principal_yen < LEAST_BASE or paid_on <= due_on:
        return 0
    base = principal_yen // BASE_STEP * BASE_STEP
    days = (due_on + DAY * number for number in range(1, (paid_on - due_on).days + 1))
    of_days = sum((_rate(day, due_on, rates) for day in days), Decimal(0))
    charge = int(base * of_days // 36_500)
    return charge // CHARGE_STEP * CHARGE_STEP if charge >= LEAST_CHARGE else 0


def first_month_ends_on(due_on: date) -> date:
    """The last day of the month that begins on the day after *due_on* (民法143条).

    >>> first_month_ends_on(date(2025, 6, 30)), first_month_ends_on(date(2025, 1, 30))
    (datetime.date(2025, 7, 31), datetime.date(2025, 2, 28))
    """
    start = due_on + DAY
    later = months_later(start, 1)
    return later if later.day < start.day else later - DAY


def _rate(day: date, due_on: date, rates: dict[int, Rate]) -> Decimal:
    if day.year not in rates:
        raise NothingToShow(
            f"{day.year}年の延滞金の割合が {NAME} にないため、延滞金は計算できません。その年の行を足してください。"
        )
    rate = rates[day.year]
    return rate.first_month if day <= first_month_ends_on(due_on) else rate.after


def read(folder: Path) -> dict[int, Rate]:
    """Calendar year → rate, as the file in *folder* says. Raises `LayoutFault` naming the row and what to do."""
    told = read_rules(folder / NAME, TITLE, "first_month = 2.4", Decimal)
    listed = told.get(ROWS)
    if not isinstance(listed, list) or told.keys() != {ROWS} or not all(map(_is_good, listed)):
        raise LayoutFault(
            f"{TITLE} {NAME} に誤りがあります。[[{ROWS}]] ごとに、year（西暦の整数）、first_month と after"
            "（0から100までの数）、source（言葉）、要るなら confirmed_on（日付）だけを書いてください。"
        )
    if len({row["year"] for row in listed}) < len(listed):
        raise LayoutFault(f"{TITLE} {NAME} に同じ年が2つあります。1つにしてください。")
    return {row.pop("year"): Rate(**row) for row in listed}


def _is_good(row: Any) -> bool:
    needed = {"year", "first_month", "after", "source"}
    if not isinstance(row, dict) or not needed <= row.keys() <= needed | {"confirmed_on"}:
        return False
    rates = row["first_month"], row["after"]
    return (
        type(row["year"]) is int
        and isinstance(row["source"], str)
        and all(type(rate) in (int, Decimal) and 0 <= rate <= 100 for rate in rates)
        and is_day(row.get("confirmed_on", date.min))
    )


def rows(rates: dict[int, Rate]) -> list[tuple[str, ...]]:
    """The table below `HEADERS`, the newest year first."""
    return [
        (f"{year}年", f"{each.first_month}％", f"{each.after}％", each.source, _confirmed(each))
        for year, each in sorted(rates.items(), reverse=True)
    ]


def _confirmed(rate: Rate) -> str:
    return date_label(rate.confirmed_on) if rate.confirmed_on else UNCONFIRMED
