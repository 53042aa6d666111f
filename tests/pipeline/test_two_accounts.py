"""One name, two accounts: a target is for one of them, and never for whichever comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.figures import Figure
from tests.settlement import Office

BOOKS = """
    年度 | 会計     | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
    2022 | 一般会計 | 手数料 | 市民課 | なし |  100 |   60 |    0 |   40
    2022 | 水道会計 | 手数料 | 水道課 | なし |  900 |  700 |    0 |  200
    2023 | 一般会計 | 手数料 | 市民課 | なし |  100 |   80 |    0 |   20
    2023 | 水道会計 | 手数料 | 水道課 | なし |  900 |  740 |    0 |  160
"""
HEAD = "年度 | 版 | 決定日 | 会計 | 債権 | 区分 | 目標額（円）\n"
PLAIN = "2023 | 1 | 2023-06-01 |  | 手数料 | 計 | 30"
GENERAL = "2023 | 1 | 2023-06-01 | 一般会計 | 手数料 | 計 | 30"
WATER = "2023 | 1 | 2023-06-01 | 水道会計 | 手数料 | 計 | 120"


def ranking(folder: Path, *targets: str, books: str = BOOKS) -> Figure:
    return Office(folder).take_in(books).aim(HEAD + "\n".join(targets)).figure("ranking")


def aims(figure: Figure) -> dict[str, tuple[int, int]]:
    """Department → target and the balance it is measured on, of those that have one."""
    aimed = figure.frame[figure.frame["target_yen"].notna()]
    pairs = zip(aimed["target_yen"], aimed["target_covered_yen"], strict=True)
    return dict(zip(aimed["department_name"], pairs, strict=True))


def withheld(figure: Figure) -> list[str]:
    return [note for note in figure.notes if note.startswith("目標の債権")]


def test_each_account_has_its_own_target(tmp_path: Path) -> None:
    figure = ranking(tmp_path, GENERAL, WATER)
    assert aims(figure) == {"市民課": (30, 20), "水道課": (120, 160)}
    assert withheld(figure) == []


@pytest.mark.parametrize("written", ["水道会計", "水道 会計", "　水道会計"])
def test_a_target_of_one_account_is_not_shared(written: str, tmp_path: Path) -> None:
    assert aims(ranking(tmp_path, WATER.replace("水道会計", written))) == {"水道課": (120, 160)}


def test_a_target_without_its_account_is_withheld(tmp_path: Path) -> None:
    figure = ranking(tmp_path, PLAIN)
    assert aims(figure) == {}
    assert withheld(figure) == [
        "目標の債権 手数料（目標.csv 2行目）は、この名前の債権が複数の会計（一般会計、水道会計）にあり、"
        "どれの目標か分からないため、数えていません。「会計」の列に、どれかを書いてください。"
    ]
    assert figure.facts == {"目標": "数えられる目標がありません"}
    told = "\n".join(figure.notes)
    assert "数えられる目標がないため、前年度末からの増減率の順に並べています。" in told
    assert "目標の登録がない" not in told


def test_the_others_still_count(tmp_path: Path) -> None:
    tax = "    2023 | 一般会計 | 市税 | 納税課 | なし | 500 | 450 | 0 | 50\n"
    wanted = PLAIN.replace("手数料", "市税")
    figure = ranking(tmp_path, PLAIN, wanted, books=BOOKS + tax)
    assert aims(figure) == {"納税課": (30, 50)}
    assert len(withheld(figure)) == 1


def test_a_name_in_one_account_needs_no_account(tmp_path: Path) -> None:
    """What counts is the year of the target: the other account held the claim last year only."""
    books = "\n".join(line for line in BOOKS.splitlines() if "2023 | 一般会計" not in line)
    figure = ranking(tmp_path, PLAIN, books=books)
    assert aims(figure) == {"水道課": (30, 160)}
    assert withheld(figure) == []


def test_the_account_that_held_the_claim_last_year_may_be_named(tmp_path: Path) -> None:
    books = "\n".join(line for line in BOOKS.splitlines() if "2023 | 一般会計" not in line)
    assert aims(ranking(tmp_path, GENERAL, books=books)) == {"市民課": (30, 0)}


def test_an_account_that_has_no_such_claim_is_told_with_its_row(tmp_path: Path) -> None:
    figure = ranking(tmp_path, WATER, GENERAL.replace("一般", "下水道"))
    assert aims(figure) == {"水道課": (120, 160)}
    (note,) = withheld(figure)
    assert "手数料（目標.csv 3行目）は、名前、会計か区分がこの年度の資料と合わないため" in note


def test_a_later_version_with_accounts_takes_the_place_of_one_without(tmp_path: Path) -> None:
    later = [line.replace("| 1 | 2023-06", "| 2 | 2023-08") for line in (GENERAL, WATER)]
    figure = ranking(tmp_path, PLAIN, *later)
    assert aims(figure) == {"市民課": (30, 20), "水道課": (120, 160)}
    assert withheld(figure) == []  # nothing is left to do


def test_a_later_version_without_accounts_takes_no_place(tmp_path: Path) -> None:
    figure = ranking(tmp_path, WATER, PLAIN.replace("| 1 | 2023-06", "| 2 | 2023-08"))
    assert aims(figure) == {"水道課": (120, 160)}
    assert len(withheld(figure)) == 1


def test_a_version_with_the_account_replaces_one_that_did_without(tmp_path: Path) -> None:
    """As long as the name was enough, both mean the same claim: it has one target, not two."""
    books = "\n".join(line for line in BOOKS.splitlines() if "水道会計" not in line)
    later = GENERAL.replace("| 1 | 2023-06", "| 2 | 2023-08").replace("| 30", "| 10")
    assert aims(ranking(tmp_path, PLAIN, later, books=books)) == {"市民課": (10, 20)}


def test_books_without_accounts_can_be_named(tmp_path: Path) -> None:
    """A department whose file has no column of accounts, beside one whose file has."""
    head, *lines = BOOKS.strip().splitlines()
    plain = [line.partition("一般会計 |") for line in lines if "一般会計" in line]
    Office(tmp_path, name="plain").take_in(
        "\n".join([head.replace("会計     | ", ""), *(a + b for a, _, b in plain)])
    )
    water = "\n".join([head, *(line for line in lines if "水道会計" in line)])
    office = Office(tmp_path, name="water").take_in(water)
    (note,) = withheld(office.aim(HEAD + PLAIN).figure("ranking"))
    assert "（会計なし、水道会計）" in note
    named = HEAD + PLAIN.replace("|  |", "| 会計なし |")
    assert aims(office.aim(named).figure("ranking")) == {"市民課": (30, 20)}


def test_only_the_account_that_has_a_claim_every_year_is_compared_like_for_like(
    tmp_path: Path,
) -> None:
    """General: 40, then 20. Water's claim of the same name began later, and is another."""
    books = "\n".join(line for line in BOOKS.splitlines() if "2022 | 水道会計" not in line)
    data = Office(tmp_path).take_in(books).figure("balance_index").frame
    assert list(data["outstanding_yen"]) == [40, 180]
    assert list(data["like_for_like_yen"]) == [40, 20]


def test_a_later_target_of_one_account_does_not_hush_up_what_is_wrong_about_the_other(
    tmp_path: Path,
) -> None:
    misspelt = WATER.replace("水道会計", "下水会計")
    later = GENERAL.replace("| 1 | 2023-06-01", "| 2 | 2023-09-01")
    (said,) = withheld(ranking(tmp_path, misspelt, later))
    assert "手数料（目標.csv 2行目）" in said
    corrected = WATER.replace("| 1 | 2023-06-01", "| 2 | 2023-09-01")
    both = ranking(tmp_path / "both", misspelt, later, corrected)
    assert withheld(both) == []
    assert aims(both) == {"市民課": (30, 20), "水道課": (120, 160)}
