"""The order of Komae's departments and the ways by which their balances fell, against sums of the published files."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from analytics.figures import Selection, answer
from analytics.ledger.calendar import closing_date
from analytics.ledger.money import words
from analytics.settings import DATA
from analytics.store.reader import Reader, open_reader
from tests.reconcile.published import YEARS, Books, Held, all_books, rows_of
from tests.reconcile.told import Row, by, figure_rows, plain_rows

MATERIAL = 0.05  # decision 0008
TARGETS = DATA / "targets"
PARTS = {"現年度分": "current", "滞納繰越分": "carried_over", "区分なし": "undivided"}


@pytest.fixture(scope="module")
def books() -> dict[int, Books]:
    return all_books()


@pytest.fixture(scope="module")
def reader(komae_store: Path) -> Reader:
    return open_reader(komae_store)


@pytest.fixture(scope="module")
def aimed(komae_store: Path) -> Reader:
    """With the example targets that ship."""
    return open_reader(komae_store, TARGETS)


@dataclass
class Place:
    """What moved one department in one year, in yen; an amount that the books do not tell is missing."""

    amounts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    net: int = 0  # all that was received, net of refunds
    entered: int = (
        0  # on claims that only one of the two year-ends has, or that changed their department
    )
    target: int = 0
    covered: int = 0
    claims: int = 0  # with a target


def places(books: dict[int, Books], year: int) -> dict[str, Place]:
    """Department → what moved it, from one year-end to the next. Of the first year only what is there."""
    found: dict[str, Place] = defaultdict(Place)
    now, before = books[year], books.get(year - 1)
    for key, held in now.items():
        add(found[held.department], held, before and owed(before.get(key)))
    if before is None:
        return found
    for key in now.keys() | before.keys():
        new, old = now.get(key), before.get(key)
        if old is None or new is None:
            whose = new or old
            assert whose is not None
            found[whose.department].entered += max(owed(new), owed(old))
            found[whose.department].amounts["written_off"] += 0  # what is gone was not written off
        elif new.department != old.department:
            found[new.department].entered += max(owed(new), owed(old))
            found[old.department].entered += owed(old)
        opened = old or new
        assert opened is not None
        found[opened.department].amounts["opening"] += owed(old)
    return found


def add(place: Place, held: Held, before: int | None) -> None:
    """What one claim did to its department. *before*: what was owed on it a year ago, if that is known."""
    amounts, closing, lost = place.amounts, held.total("outstanding"), held.total("written_off")
    amounts["outstanding"] += closing
    amounts["written_off"] += lost
    place.net += held.total("collected")
    if held.is_split:
        current, carried = held.parts.get("current"), held.parts.get("carried_over")
        amounts["newly_arisen"] += current.assessed - current.collected if current else 0
        amounts["collected"] += carried.collected if carried else 0
        amounts["written_off_divided"] += lost
    elif before is not None:
        amounts["net_undivided"] += closing - before + lost


def with_targets(found: dict[str, Place], books: dict[int, Books], year: int) -> dict[str, Place]:
    """The same with the example targets of *year*; a claim that is gone is that of the department that had it last."""
    for row in rows_of(TARGETS / "komae_example.csv", "utf-8-sig"):
        if row["年度"] != str(year):
            continue
        (key,) = {key for each in (year, year - 1) for key in books[each] if key[1] == row["債権"]}
        held = books[year].get(key)
        department = (held or books[year - 1][key]).department
        part = held.parts.get(PARTS[row["区分"]]) if held else None
        found[department].target += int(row["目標額（円）"])
        found[department].covered += part.outstanding if part else 0
        found[department].claims += 1
    return found


def owed(held: Held | None) -> int:
    return held.total("outstanding") if held else 0


def names(books: dict[int, Books], year: int) -> dict[str, str]:
    """Department → its name in the books of *year*."""
    return {held.department: held.department_name for held in books.get(year, {}).values()}


def mark(
    books: dict[int, Books], year: int, department: str, place: Place, has_targets: bool
) -> str:
    """Why *department* stands outside the order; "" where it stands inside."""
    then, now = names(books, year - 1), names(books, year)
    if department in then and then[department] != now.get(department, then[department]):
        return "比較不可"
    closing, opening = place.amounts["outstanding"], place.amounts["opening"]
    if place.entered and place.entered >= MATERIAL * max(closing, opening):
        return "比較不可"
    if place.net == 0 and place.amounts["written_off"] > 0:
        return "欠損のみ"
    if not has_targets:
        return ""
    if not place.claims:
        return "目標なし"
    if place.covered == 0:
        return "対象完納" if closing else "完納"
    return ""


INSIDE = ("", "完納", "対象完納")
WORDS = ("outstanding", "opening", "newly_arisen", "collected", "net_undivided", "written_off")


def check_amounts(row: Row, place: Place, is_first: bool) -> None:
    for word in (*WORDS, "written_off_divided"):
        assert row[f"{word}_yen"] == place.amounts.get(word), word
    opening = place.amounts.get("opening")
    if is_first:
        assert (row["change_yen"], row["change_rate"]) == (None, None)
        return
    assert opening is not None
    change = place.amounts["outstanding"] - opening
    assert row["change_yen"] == change
    rate = pytest.approx(change / opening, rel=1e-12) if opening else None
    assert row["change_rate"] == rate


def shown(found: dict[str, Place]) -> dict[str, Place]:
    """Those that the ranking lists: with a balance now or a year ago, or with a target."""
    return {
        department: place
        for department, place in found.items()
        if place.amounts["outstanding"] or place.amounts["opening"] or place.target
    }


@pytest.mark.parametrize("year", [2018, 2020, 2022])
def test_by_change(reader: Reader, books: dict[int, Books], year: int) -> None:
    """Without targets: every amount, who stands outside, and the order by what fell most."""
    told = by(figure_rows(reader, "ranking", closing_date(year)), "department")
    check(told, books, year, shown(places(books, year)), has_targets=False)
    placed = [row["change_rate"] for row in told.values() if row["rank"] is not None]
    assert [row["rank"] for row in told.values() if row["rank"] is not None] == ranked(placed)


@pytest.mark.parametrize("year", [2019, 2021, 2023])
def test_by_attainment(aimed: Reader, books: dict[int, Books], year: int) -> None:
    """With the example targets: these too, the gap of the year before, and the order by attainment."""
    told = by(figure_rows(aimed, "ranking", closing_date(year)), "department")
    found, then = (with_targets(places(books, on), books, on) for on in (year, year - 1))
    check(told, books, year, shown(found), has_targets=True)
    for department, row in told.items():
        place = found[department]
        aims = (place.target, place.covered, place.covered - place.target)
        told_of = (row["target_yen"], row["target_covered_yen"], row["gap_yen"])
        assert told_of == (aims if place.claims else (None,) * 3)
        rate = place.target / place.covered if place.covered else None
        assert row["attainment_rate"] == (rate if place.claims else None)
        former = then.get(department, Place())
        gap = former.covered - former.target if former.claims else None
        assert row["before_gap_yen"] == gap
        assert row["is_seasonal"] is False  # a year-end has no season
    placed = [row for row in told.values() if row["rank"] is not None]
    keys = [(row["mark"] == "", -(row["attainment_rate"] or 0), row["gap_yen"]) for row in placed]
    assert [row["rank"] for row in placed] == ranked(keys)


@pytest.mark.parametrize("year", [2020, 2023])
def test_the_ways_down(reader: Reader, books: dict[int, Books], year: int) -> None:
    """The same departments with the same amounts; the headline is all that was collected of old debts."""
    figure = answer("ways_down", reader, Selection(closing_date(year)))
    told = by(plain_rows(figure), "department")
    expected = shown(places(books, year))
    assert told.keys() == expected.keys()
    for department, row in told.items():
        check_amounts(row, expected[department], is_first=False)
    totals = [
        sum(each.amounts.get(word, 0) for each in expected.values())
        for word in ("collected", "written_off")
    ]
    assert (figure.headline, figure.comparison) == (
        words(totals[0]),
        f"不納欠損は{words(totals[1])}",
    )


def check(
    told: dict[str, Row],
    books: dict[int, Books],
    year: int,
    expected: dict[str, Place],
    *,
    has_targets: bool,
) -> None:
    assert told.keys() == expected.keys()
    for department, row in told.items():
        place = expected[department]
        check_amounts(row, place, year == YEARS[0])
        assert row["mark"] == mark(books, year, department, place, has_targets), department
        is_known = row["change_yen"] is not None or place.claims > 0
        assert (row["rank"] is not None) == (row["mark"] in INSIDE and is_known), department


def ranked(keys: list[Any]) -> list[int]:
    """The rank of each of *keys*, the smallest first, those that are missing last; of equals the same."""
    places = [(key is None, key) for key in keys]
    return [1 + sum(other < key for other in places) for key in places]
