"""自課点検 of every department of the made-up city, section by section, against plain Python on the files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import dropwhile
from typing import Any

import pytest

from analytics.figures import Figure, Selection, answer
from analytics.ledger.bands import DIMENSIONS
from tests.reconcile.conftest import Reconciled
from tests.reconcile.plain import CODES, owed, owed_by
from tests.reconcile.plain_behind import months_back, ranks
from tests.reconcile.plain_kinds import Share, comings, debtors, management, split, states
from tests.reconcile.plain_limitation import running_out
from tests.reconcile.plain_moves import Moves, together
from tests.reconcile.plain_targets import Standing
from tests.reconcile.told import Row, by, check_pace, plain_rows, shown

DEPARTMENTS = sorted(CODES.values())
SECTIONS = {"age": "古さ", "size": "大きさ", "state": "状態"}
NOTHING = Share(0, 0, 0)


def asked(both: Reconciled, department: str) -> list[date]:
    """One of April, May and June, the next department for the next of these; every other one at the newest too."""
    *others, last = both.looked_at
    place = DEPARTMENTS.index(department)
    return [others[place % len(others)], *([last] if place % 2 else [])]


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_every_section(both: Reconciled, department: str) -> None:
    for month in asked(both, department):
        figure = answer("self_check", both.reader, Selection(month, department))
        parts: dict[str, list[Row]] = defaultdict(list)
        for row in plain_rows(figure):
            parts[row["section"]].append(row)
        standing = next(each for each in both.orders[month] if each.department == department)
        check_position(both, month, standing, figure)
        check_standing(both, month, standing, parts["いまの位置"])
        check_series(both, month, department, parts["残額の動き"])
        check_month(both, month, department, parts["前回からの増減"])
        check_kinds(both, month, department, parts["債権"])
        for dimension, section in SECTIONS.items():
            check_bands(both, month, department, dimension, parts[section])
        check_comings(both, month, department, parts["滞納者の出入り"])
        check_limits(both, month, department, parts["時効の見通し"])
        empty = {name for name in ("前回からの増減", "滞納者の出入り") if name in figure.facts}
        assert empty == {name for name in empty if not parts[name]}


def check_position(both: Reconciled, month: date, plain: Standing, figure: Figure) -> None:
    placed = ranks(both.orders[month])
    rank, count = placed[plain.department], sum(each is not None for each in placed.values())
    said = figure.facts["順位"]
    if rank is not None:
        assert said == f"{count}課のうち{rank}位"
    elif (stale_on := both.city.stale_on(month, plain.department)) is not None:
        assert said == f"順位の外（{stale_on.month}月末の数字）"
    else:
        assert said == f"順位の外（{plain.mark}）"


def check_standing(both: Reconciled, month: date, plain: Standing, rows: list[Row]) -> None:
    lines = both.city.months[month][plain.department]
    told = states(lines)
    settling = [line for line in lines if line.is_due and management(told[line]) == "to_settle"]
    says_state = any(line.state for line in lines if line.is_due and line.owed)
    aims, year = plain.aims, plain.year
    expected = {
        "outstanding_yen": plain.outstanding,
        "target_covered_yen": aims and aims.actual,
        "target_yen": aims and aims.target,
        "gap_yen": aims and aims.gap,
        "collected_yen": year and year.collected,
        "written_off_yen": year and year.written_off,
        "to_settle_yen": owed(settling) if says_state else None,
    }
    amounts = {row["key"]: row["amount_yen"] for row in rows}
    check_pace(amounts.pop("required_pace_yen", None), aims)
    if "to_settle_yen" not in amounts:
        expected.pop("to_settle_yen")  # not told, or of few persons
    assert amounts == {key: yen for key, yen in expected.items() if yen is not None}
    assert rows[0]["change_yen"] == (year and year.closing - year.opening)


def check_series(both: Reconciled, month: date, department: str, rows: list[Row]) -> None:
    """The year up to *month*, from the first delivery in it on; nothing of a month that nobody delivered."""
    told = [
        owed(line for line in standing[department] if line.is_due) if standing else None
        for standing in (
            both.city.months.get(months_back(month, back)) for back in reversed(range(13))
        )
        if standing is None or department in standing
    ]
    assert [row["amount_yen"] for row in rows] == list(dropwhile(lambda yen: yen is None, told))


def just_before(both: Reconciled, month: date) -> date:
    """The last month-end before *month* that anybody delivered."""
    return max(day for day in both.city.months if day < month)


def is_told(both: Reconciled, month: date, department: str) -> bool:
    """Whether *department* delivered both of *month* and of the month-end before it."""
    days = (just_before(both, month), month)
    return not any(both.city.is_stale(day, department) for day in days)


def check_month(both: Reconciled, month: date, department: str, rows: list[Row]) -> None:
    """From the opening to the closing, and between them whatever moved; nothing unless both were delivered."""
    known = both.city.claims_by(month).items()
    moves = together(both.steps[month, claim] for claim, whose in known if whose == department)
    if not is_told(both, month, department) or moves == Moves():
        assert rows == []
        return
    moved = (moves.newly_arisen, -moves.collected, -moves.written_off)
    moved = (*moved, moves.adjustments, moves.unexplained)
    expected = [moves.opening, *(yen for yen in moved if yen), moves.closing]
    assert [row["amount_yen"] for row in rows] == expected


def check_kinds(both: Reconciled, month: date, department: str, rows: list[Row]) -> None:
    """The change is not compared where the department had not delivered anything a year ago."""
    before = months_back(month, 12)
    now, then = (balances(both, day, department) for day in (month, before))
    expected: dict[str, tuple[Any, ...]] = {
        claim: (yen, share_of(yen, now)) for claim, yen in now.items() if yen or then.get(claim)
    }
    assert told_of(rows, "amount_yen", "share_rate") == expected
    amounts = [row["amount_yen"] for row in rows]
    assert amounts == sorted(amounts, reverse=True)
    if before not in both.city.months:
        assert {row["change_yen"] for row in rows} <= {None}
    elif department in both.city.months[before]:
        changes = {row["label"]: row["change_yen"] for row in rows}
        assert changes == {claim: now[claim] - then.get(claim, 0) for claim in expected}


def balances(both: Reconciled, month: date, department: str) -> dict[str, int]:
    """Claim kind → due balance in yen, of what was delivered by then."""
    lines = both.city.months.get(month, {}).get(department, [])
    listed = {line.claim: 0 for line in lines}
    return listed | owed_by((line for line in lines if line.is_due), "claim")


def share_of(yen: int, of: dict[str, int]) -> Any:
    total = sum(of.values())
    return pytest.approx(yen / total) if total else None


def check_bands(
    both: Reconciled, month: date, department: str, dimension: str, rows: list[Row]
) -> None:
    before = months_back(month, 12)
    now = split(both.banded[dimension][month], False, department=department)
    then = split(both.banded[dimension].get(before, []), False, department=department)
    was_delivered = department in both.city.months.get(before, {})
    yen = {band: share.yen for band, share in now.items()}
    expected: dict[str, tuple[Any, ...]] = {}
    for band, label in DIMENSIONS[dimension].items():
        own, old = now.get(band, NOTHING), then.get(band, NOTHING)
        if own.yen or old.yen:
            persons = shown(own.persons)
            lines = None if persons is None else shown(own.lines)
            change = own.yen - old.yen if was_delivered else None
            expected[label] = (own.yen, change, share_of(own.yen, yen), lines, persons)
    words = ("amount_yen", "change_yen", "share_rate", "line_count", "debtor_count")
    for label, told in told_of(rows, *words).items():  # what few persons owe is not among it
        assert all(a in (None, b) for a, b in zip(told, expected[label], strict=True)), (
            month,
            label,
        )


def check_comings(both: Reconciled, month: date, department: str, rows: list[Row]) -> None:
    """Persons who came, who went and who stayed; of few neither their number nor what they owe."""
    before = just_before(both, month)
    moved = comings(both.city, before, month, department)
    if moved is None or not is_told(both, month, department):
        assert rows == []
        return
    stayed = len(debtors(both.city.months[before][department])) - moved.left
    expected = [
        (None if shown(moved.arrived) is None else moved.arrived_yen, shown(moved.arrived)),
        (None if shown(moved.left) is None else moved.left_yen, shown(moved.left)),
        (None, shown(stayed)),
    ]
    assert [row["debtor_count"] for row in rows] == [count for _, count in expected]
    for row, (yen, _) in zip(rows, expected, strict=True):
        assert row["amount_yen"] in (None, yen)  # None also where one debtor owes most of it


def check_limits(both: Reconciled, month: date, department: str, rows: list[Row]) -> None:
    """Of the newest month-end only."""
    expected: dict[str, tuple[int, int | None]] = {}
    if month == max(both.city.months):
        own = [
            row
            for row in both.limitation_rows
            if row["claim"] in both.claims_in({"department": department})
        ]
        bands: dict[str, list[Row]] = defaultdict(list)
        for row in own:
            bands[running_out(row, month)].append(row)
        expected = {
            band: (sum(row["outstanding_yen"] for row in these), shown(len(these)))
            for band, these in bands.items()
        }
    told = {row["key"]: (row["amount_yen"], row["line_count"]) for row in rows}
    assert told.keys() == expected.keys() or not told
    for band, own in told.items():
        assert own in ((None, None), expected[band]), band


def told_of(rows: Iterable[Row], *words: str) -> dict[str, tuple[Any, ...]]:
    """Label → the values of *words*."""
    return {key: tuple(row[word] for word in words) for key, row in by(list(rows), "label").items()}
