"""Two departments, a layout each, one store: what one delivers changes nothing of the other's numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.intake.findings import Finding
from analytics.store.examining import examine
from analytics.store.importing import Import, take_in
from analytics.store.newest import Newest
from analytics.store.verify import verify
from tests.settlement import Office

TAX = """
    年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
    2022 | 市民税 | 納税課 | 現年 | 1000 |  900 |    0 |  100
    2023 | 市民税 | 納税課 | 現年 | 1000 |  950 |    0 |   50
    2023 | 市民税 | 納税課 | 滞繰 |  100 |   60 |    0 |   40
"""
WATER = """
    年度 | 債権     | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
    2022 | 水道料金 | 水道課 | なし |  900 |  700 |    0 |  200
    2022 | 手数料   | 水道課 | なし |   90 |   80 |    0 |   10
    2023 | 手数料   | 水道課 | なし |   90 |   80 |    0 |   10
"""
GONE = [(2023, "水道料金", "企業会計へ移った")]


def columns(office: Office, name: str, *wanted: str) -> list[tuple[object, ...]]:
    return list(office.figure(name).frame[list(wanted)].itertuples(index=False, name=None))


def last_findings(office: Office, books: str) -> list[Finding]:
    """What is found in the newest file of *books* once the older ones are in."""
    *older, newest = office.write(books)
    for path in older:
        take_in(office.store, path, [office.layout])
    return list(examine(Newest.of(office.store), newest, [office.layout]).findings)


def test_a_change_that_two_layouts_document_counts_once(tmp_path: Path) -> None:
    """Layouts are copied from department to department, with all that stands in them."""
    Office(tmp_path, changes=GONE, name="tax").take_in(TAX)
    both = Office(tmp_path, changes=GONE, name="water").take_in(WATER)
    steps = dict(columns(both, "bridge", "step", "change_yen"))
    assert (steps["opening"], steps["closing"]) == (310, 100)
    assert steps.get("unexplained", 0) == 0
    assert verify(both.store) == []


def test_two_reasons_for_one_change_are_both_told_and_count_once(tmp_path: Path) -> None:
    office = Office(tmp_path, changes=[*GONE, (2023, "水道料金", "債権を譲った")]).take_in(WATER)
    steps = dict(columns(office, "bridge", "step", "change_yen"))
    assert (steps["opening"], steps["closing"], steps["adjustments"]) == (210, 10, -200)
    assert any(
        "企業会計へ移った、債権を譲った" in note for note in office.figure("balance_by_year").notes
    )


def test_a_claim_whose_parts_come_from_two_departments_has_one_owner(tmp_path: Path) -> None:
    """It belongs to the department with most of the cash, in every figure (decision 0006)."""
    new, old = TAX.strip().splitlines()[-2:]
    head = TAX.strip().splitlines()[0]
    Office(tmp_path, name="new").take_in(f"{head}\n{new.replace('納税課', '1=課税課')}\n")
    office = Office(tmp_path, name="old").take_in(f"{head}\n{old.replace('納税課', '2=納税課')}\n")
    shown = office.figure("receivables_by_claim").frame
    assert set(shown["department_name"]) == {"課税課"}
    assert int(shown["outstanding_yen"].sum()) == 90
    assert office.figure("balance_by_year", department="1").headline == "90円"


def test_what_another_layout_delivers_is_not_missed(tmp_path: Path) -> None:
    Office(tmp_path, name="water").take_in(WATER)
    assert last_findings(Office(tmp_path, name="tax"), TAX) == []


def test_a_change_of_another_year_explains_nothing(tmp_path: Path) -> None:
    changes = [(2021, "水道料金", "企業会計へ移った")]
    codes = [each.code for each in last_findings(Office(tmp_path, changes=changes), WATER)]
    assert "vanished" in codes


def test_a_claim_that_another_department_answers_for_is_noticed(tmp_path: Path) -> None:
    books = TAX.replace("2023 | 市民税 | 納税課", "2023 | 市民税 | 総務課")
    (finding,) = last_findings(Office(tmp_path), books)
    assert finding.code == "moved"
    assert finding.message == "令和4年度に納税課だった債権が、総務課になっています（「市民税」）"


def test_a_lost_source_comes_back_without_undoing_its_correction(tmp_path: Path) -> None:
    office = Office(tmp_path)
    (first,) = office.write(TAX.split("    2023")[0])
    content = first.read_bytes()
    take_in(office.store, first, [office.layout])
    (corrected,) = office.write(
        TAX.split("    2023")[0].replace("900 |    0 |  100", "940 |    0 |   60")
    )
    take_in(office.store, corrected, [office.layout])
    kept = next(
        path for path in office.store.root.glob("sources/*/*") if path.read_bytes() == content
    )
    kept.unlink()
    first.write_bytes(content)
    done = take_in(office.store, first, [office.layout])
    assert (done.restored, done.changed, done.version) == (True, False, 1)
    assert kept.read_bytes() == content
    assert office.figure("balance_by_year").headline == "60円"
    assert verify(office.store) == []


@pytest.mark.parametrize(("count", "mark"), [("", ""), ("12", ""), ("3", "少数")])
def test_a_count_of_some_claims_only_is_no_count(count: str, mark: str, tmp_path: Path) -> None:
    books = f"""
    年度 | 債権   | 課     | 区分 | 件数    | 調定 | 収入 | 欠損 | 未収
    2022 | 市民税 | 納税課 | なし | {count} | 9000 | 8900 |    0 |  100
    2022 | 給食費 | 納税課 | なし | 2       |  100 |   60 |    0 |   40
    2023 | 市民税 | 納税課 | なし | {count} | 9000 | 8950 |    0 |   50
    2023 | 給食費 | 納税課 | なし | 2       |  100 |   70 |    0 |   30
"""
    ranking = Office(tmp_path).take_in(books).figure("ranking").frame
    assert list(ranking["mark"]) == [mark]


def test_an_import_says_which_of_three_it_was(tmp_path: Path) -> None:
    office = Office(tmp_path)
    path = office.write(TAX)[0]
    done: Import = take_in(office.store, path, [office.layout])
    assert (done.changed, done.restored) == (True, False)
    done = take_in(office.store, path, [office.layout])
    assert (done.changed, done.restored) == (False, False)


def test_targets_of_both_parts_fall_to_the_one_owner(tmp_path: Path) -> None:
    """課税課 books the new, 納税課 the arrears and less cash: the claim, its parts and its targets are 課税課's."""
    new, old = TAX.strip().splitlines()[-2:]
    head = TAX.strip().splitlines()[0]
    Office(tmp_path, name="new").take_in(f"{head}\n{new.replace('納税課', '2=課税課')}\n")
    office = Office(tmp_path, name="old").take_in(f"{head}\n{old.replace('納税課', '1=納税課')}\n")
    office.aim(
        """
    年度 | 版 | 決定日     | 債権   | 区分       | 目標額（円）
    2023 | 1  | 2023-06-01 | 市民税 | 現年度分   | 45
    2023 | 1  | 2023-06-01 | 市民税 | 滞納繰越分 | 30
"""
    )
    columns_asked = ("department_name", "outstanding_yen", "target_yen", "target_covered_yen")
    assert columns(office, "ranking", *columns_asked) == [("課税課", 90, 75, 90)]
    owners = office.reader().database.select(
        "SELECT count(DISTINCT department) AS owners FROM claims GROUP BY fiscal_year, account, claim"
    )
    assert set(owners["owners"].to_pylist()) == {1}
