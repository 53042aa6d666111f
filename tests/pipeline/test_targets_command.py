"""`zangaku targets`: the versions there are, and a file taken in, as the office does it."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.figures.faulty_targets import WITHHELD
from tests.pipeline.conftest import Run, tree

HEAD = "年度,版,決定日,債権,区分,目標額（円）,目標件数,種別,決め方"
FIRST = f'{HEAD}\n2025,1,2025-06-01,市税,現年度分,"1,000,000",10,市長,\n2025,1,2025-06-01,市税,滞納繰越分,5,,,\n'
SECOND = f"{FIRST}2025,2,2025-10-01,市税,計,900000,,市長,<見直し>\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZANGAKU_TARGETS", str(tmp_path / "targets"))
    (tmp_path / "first.csv").write_text(FIRST, encoding="utf-8")
    (tmp_path / "second[1].csv").write_text(SECOND, encoding="cp932")
    return tmp_path


def test_without_any_target_it_says_what_to_do(place: Path, zangaku: Run) -> None:
    done = zangaku("targets")
    assert (done.code, done.err) == (0, "")
    assert "目標の登録がありません。`zangaku targets import ファイル名`" in done.out


def test_a_file_is_taken_in_and_listed(place: Path, zangaku: Run) -> None:
    done = zangaku("targets", "import", place / "first.csv", place / "second[1].csv")
    assert (done.code, done.err) == (0, "")
    first, second = done.out.splitlines()
    assert first.startswith("✓ first.csv の2行（令和7年度（2025）の版 1）を ")
    assert "second[1].csv の1行（令和7年度（2025）の版 2）" in second
    assert "同じ内容の2行は、すでにあるので加えていません。" in second
    listed = zangaku("targets").out
    rows = [line.strip("│ ").split("│") for line in listed.splitlines() if "令和7年度" in line]
    told = [[cell.strip() for cell in row] for row in rows]
    assert told == [
        [
            "（すべて）",
            "令和7年度（2025）",
            "1",
            "令和7年6月1日",
            "1",
            "1,000,005円",
            "10",
            "first.csv",
        ],
        [
            "（すべて）",
            "令和7年度（2025）",
            "2",
            "令和7年10月1日",
            "1",
            "900,000円",
            "－",
            "second[1].csv",
        ],
    ]


def test_the_same_file_again_changes_nothing(place: Path, zangaku: Run) -> None:
    zangaku("targets", "import", place / "first.csv")
    before = tree(place / "targets")
    done = zangaku("targets", "import", place / "first.csv")
    assert (done.code, done.err) == (0, "")
    assert "すべてすでにあります（変更なし）" in done.out
    assert tree(place / "targets") == before


def test_a_file_with_faults_is_refused_and_the_next_one_goes_in(place: Path, zangaku: Run) -> None:
    bad = place / "bad.csv"
    bad.write_text(f"{HEAD}\n2025,1,昨日,市税,計,百,,,\n", encoding="utf-8")
    done = zangaku("targets", "import", bad, place / "first.csv")
    assert done.code == 3
    assert "- bad.csv 2行目「決定日」" in done.err
    assert "- bad.csv 2行目「目標額（円）」" in done.err
    assert "✓ first.csv" in done.out
    assert [path.name for path in (place / "targets").glob("*.csv")] == ["first.csv"]


@pytest.mark.parametrize("order", [("--targets", "import"), ("import", "--targets")])
def test_another_folder(order: tuple[str, str], place: Path, zangaku: Run) -> None:
    other = place / "other"
    words = {"--targets": ["--targets", other], "import": ["import", place / "first.csv"]}
    assert zangaku("targets", *(word for one in order for word in words[one])).code == 0
    assert [path.name for path in other.glob("*.csv")] == ["first.csv"]
    assert "first.csv" in zangaku("targets", "--targets", other).out
    assert not (place / "targets").exists()


def test_a_faulty_folder_is_said_with_its_own_exit_code(place: Path, zangaku: Run) -> None:
    (place / "targets").mkdir()
    (place / "targets" / "t.csv").write_text("年度,版\n2018,1\n", encoding="utf-8")
    done = zangaku("targets")
    assert done.code == 4
    assert "t.csv: 見出し 決定日" in done.err


# Faulty files -----------------------------------------------------------------------------------

BOTH = "2025,1,2025-06-01,市税,計,7,,,\n"
FAULT = "「市税」に、計の目標と区分ごとの目標の両方があります。どちらかにしてください（first.csv 2〜4行目）"


@pytest.fixture
def faulty(place: Path) -> Path:
    (place / "targets").mkdir()
    (place / "targets" / "first.csv").write_text(FIRST + BOTH, encoding="utf-8")
    return place


@pytest.mark.parametrize("asked", [["targets"], *(["figure", name] for name in WITHHELD)])
def test_what_measures_faulty_targets_names_the_fault_and_fails(
    faulty: Path, komae_store: Path, zangaku: Run, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    monkeypatch.setenv("ZANGAKU_STORE", str(komae_store))
    done = zangaku(*asked)
    assert (done.code, done.out) == (4, "")
    assert FAULT in done.err.replace("\n", "")


def test_a_balance_beside_faulty_targets_is_told_with_the_fault(
    faulty: Path, komae_store: Path, zangaku: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZANGAKU_STORE", str(komae_store))
    done = zangaku("figure", "balance_by_year")
    assert (done.code, done.err) == (0, "")
    assert "令和5年度末の未収残額は3億5,396万円" in done.out
    assert FAULT in done.out.replace("\n", "")
