"""Targets, attainment, pace and the order of a few departments, each worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from tests.reconcile.few import a_city, a_line
from tests.reconcile.plain import City, Line
from tests.reconcile.plain_moves import steps
from tests.reconcile.plain_target_lines import Aim, target_lines
from tests.reconcile.plain_targets import (
    PARTS,
    Measured,
    Target,
    in_force,
    measured,
    measured_department,
    read_targets,
    standings,
)
from tests.sampled import last_day

DECIDED = date(2026, 5, 20)


def aim(year: int, claim: str, part: str, yen: int, version: int = 1) -> Target:
    return Target(year, version, DECIDED, claim, PARTS[part], yen)


OLD = {"book": 2025, "levy_year": 2025, "due_on": date(2025, 6, 30)}
CARRIED = OLD | {"book": 2026, "part": "carried_over"}
WATER = {"department": "101", "claim": "水道料金"}


def tax_and_water() -> City:
    """31 March: water owes 60. 31 May: the book of 2025 has 500 of tax, that of 2026 has 90. October: 300 and 240."""
    return a_city(
        a_line("2026-03", 60, **WATER, book=2025, due_on=date(2026, 3, 20)),
        a_line("2026-05", 500, **OLD),
        a_line("2026-05", 90, debtor="2", due_on=date(2026, 5, 1)),
        a_line("2026-05", 60, 20, **WATER, due_on=date(2026, 3, 20), part="carried_over"),
        a_line("2026-10", 500, 200, **CARRIED),
        a_line("2026-10", 240, debtor="2"),
        a_line("2026-10", 60, 30, **WATER, due_on=date(2026, 3, 20), part="carried_over"),
    )


def test_the_version_decided_last_holds() -> None:
    first, second = aim(2026, "市県民税", "計", 400), aim(2026, "市県民税", "計", 350, version=2)
    other = aim(2025, "市県民税", "計", 500)
    assert in_force([second, first, other], "市県民税", 2026, date.max) == [second]
    assert in_force([first, other], "市県民税", 2027, date.max) == []


def test_a_version_holds_from_its_day_on_and_the_first_from_the_beginning() -> None:
    first = aim(2026, "市県民税", "計", 400)
    second = replace(first, version=2, yen=350, decided_on=first.decided_on + timedelta(days=90))
    for days, held in ((-1, first), (89, first), (90, second)):
        on = first.decided_on + timedelta(days=days)
        assert in_force([first, second], "市県民税", 2026, on) == [held]


def test_a_part_that_is_not_decided_anew_stays_as_it_was() -> None:
    now, old = aim(2026, "市県民税", "現年度分", 1), aim(2026, "市県民税", "滞納繰越分", 2)
    again = aim(2026, "市県民税", "滞納繰越分", 3, version=2)
    whole = aim(2026, "市県民税", "計", 4, version=3)
    assert in_force([now, old, again], "市県民税", 2026, date.max) == [now, again]
    assert in_force([now, old, again, whole], "市県民税", 2026, date.max) == [whole]


def test_a_claim_is_measured_by_the_book_of_its_year() -> None:
    """October: 540 against 400, seven months to 31 May 2027: 20 a month. From 500 to 400, and it rose by 40: −0.4."""
    city = tax_and_water()
    targets = [aim(2026, "市県民税", "計", 400), aim(2025, "市県民税", "計", 450)]
    october = measured(city, targets, last_day("2026-10"), "市県民税")
    assert october == Measured(target=400, actual=540, opening=500, pace=20)
    assert (october.gap, october.a, october.b) == (140, 400 / 540, -0.4)
    may = measured(city, targets, last_day("2026-05"), "市県民税")  # the older book, at its closing
    assert may == Measured(target=450, actual=500, opening=None, pace=None)
    assert may.b is None
    assert measured(city, targets, last_day("2026-10"), "水道料金") is None


def test_a_target_of_one_part_is_measured_by_that_part() -> None:
    """300 carried over against 250. All 500 that were left at the closing before were carried over: B = 200 / 250."""
    carried = [aim(2026, "市県民税", "滞納繰越分", 250)]
    found = measured(tax_and_water(), carried, last_day("2026-10"), "市県民税")
    assert found == Measured(target=250, actual=300, opening=500, pace=50 / 7)
    assert found.b == 0.8
    both = [*carried, aim(2026, "市県民税", "現年度分", 150)]
    found = measured(tax_and_water(), both, last_day("2026-10"), "市県民税")
    assert (found.target, found.actual, found.opening) == (400, 540, 500)


def test_each_kind_of_a_department_has_its_own_closing() -> None:
    """Water: 30 against 20, five months to 31 March: 2 a month; opening 60, so B = 30 / 40. With tax: 22 a month."""
    city, month = tax_and_water(), last_day("2026-10")
    targets = [aim(2026, "市県民税", "計", 400), aim(2026, "水道料金", "計", 20)]
    water = measured(city, targets, month, "水道料金")
    assert water == Measured(target=20, actual=30, opening=60, pace=2)
    assert water.b == 0.75
    both = measured_department(city, targets, month, "101")
    assert both == Measured(target=420, actual=570, opening=560, pace=22)
    assert both.b == -10 / 140
    assert measured_department(city, [], month, "101") is None


def test_paid_in_full_has_no_rate() -> None:
    paid = Measured(target=10, actual=0, opening=50, pace=-2)
    assert (paid.a, paid.b, paid.gap) == (None, 1.25, -10)


# The order -----------------------------------------------------------------------------------------


def debts(
    month: str, department: str, claim: str, assessed: int, many: int = 10, lost: int = 0
) -> list[Line]:
    """What *many* debtors owe a department of a year that closed, all alike."""
    words = {"department": department, "claim": claim, **CARRIED, "book": int(month[:4])}
    return [a_line(month, assessed, 0, lost, **words, debtor=f"{each}") for each in range(many)]


def test_the_order_of_departments() -> None:
    """601 owes nothing, so it is first; 101 and 501 have 80 %, 501 the smaller gap. 801 has nine debtors."""
    city = a_city(
        *debts("2026-09", "301", "市営住宅使用料", 10),
        *debts("2026-10", "101", "市県民税", 100),
        *debts("2026-10", "501", "学校給食費", 50),
        *debts("2026-10", "601", "介護保険料", 0),
        *debts("2026-10", "701", "後期高齢者医療保険料", 10),
        *debts("2026-10", "801", "生活保護費返還金", 10, many=9),
    )
    targets = [
        aim(2026, "市営住宅使用料", "計", 500),
        aim(2026, "市県民税", "計", 800),
        aim(2026, "学校給食費", "計", 400),
        aim(2026, "介護保険料", "計", 30),
        aim(2026, "生活保護費返還金", "計", 100),
    ]
    found = standings(city, targets, steps(city), last_day("2026-10"))
    assert [each.department for each in found if not each.mark] == ["601", "501", "101"]
    assert {each.department: each.mark for each in found if each.mark} == {
        "301": "資料なし",
        "701": "目標なし",
        "801": "少数",
    }


def test_who_only_wrote_off_and_who_cannot_be_compared() -> None:
    """101 wrote off 200 and collected nothing; of 201's 1,100 a kind of 100 is new (9 %), of 301's 1,040 one of 40."""
    city = a_city(
        *debts("2025-10", "101", "市県民税", 100),
        *debts("2025-10", "201", "水道料金", 100),
        *debts("2025-10", "301", "市営住宅使用料", 100),
        *debts("2026-10", "101", "市県民税", 100, lost=20),
        *debts("2026-10", "201", "水道料金", 100),
        *debts("2026-10", "201", "下水道使用料", 10),
        *debts("2026-10", "301", "市営住宅使用料", 100),
        *debts("2026-10", "301", "保育料", 4),
    )
    found = standings(city, [], steps(city), last_day("2026-10"))
    assert {each.department: each.mark for each in found} == {
        "101": "欠損のみ",
        "201": "比較不可",
        "301": "目標なし",
    }


def test_targets_are_read_as_they_are_written(tmp_path: Path) -> None:
    text = "\ufeff自治体,年度,版,決定日,債権,区分,目標額（円）,目標件数,種別,決め方\n"
    text += '架空市,2026,2,2026-10-01,市県民税,滞納繰越分,"1,234",,架空,\n'
    (tmp_path / "目標.csv").write_text(text, encoding="utf-8")
    expected = Target(2026, 2, date(2026, 10, 1), "市県民税", ("carried_over",), 1234)
    assert read_targets(tmp_path) == [expected]


def test_a_line_for_every_version_with_what_it_does_not_cover() -> None:
    """2025: 400, the 40 of water, and 90 in the next book. 2026: 200, 300 carried over, 30 of water; then 20 for it."""
    targets = [
        aim(2025, "市県民税", "計", 400),
        aim(2026, "市県民税", "現年度分", 200),
        aim(2026, "水道料金", "計", 20, version=2),
    ]
    city = tax_and_water()
    march, may, october = city.months
    assert target_lines(city, targets, city.claims, october) == {
        (2025, 1, DECIDED): Aim(400, 1, 40, 1, 90, march, may),
        (2026, 1, DECIDED): Aim(200, 1, 330, 2, 0, october, october),
        (2026, 2, DECIDED): Aim(220, 2, 300, 1, 0, october, october),
    }
    assert target_lines(city, targets, ["水道料金"], october) == {
        (2026, 2, DECIDED): Aim(20, 1, 0, 0, 0, may, october)  # whose year begins in April
    }
