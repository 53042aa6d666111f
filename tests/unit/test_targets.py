"""Target files: read whole or refused whole, with every problem and its place."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from analytics.errors import LayoutFault
from analytics.intake.target_sheets import target_files
from analytics.intake.targets import HEADERS, NEEDED, read_targets, with_names_of
from analytics.settings import ROOT

GUIDE = ROOT / "docs" / "目標の書き方.md"
HEAD = "年度,版,決定日,債権,区分,目標額（円）,目標件数,種別,決め方"
GOOD = "2023,1,2023-06-01,市税,現年度分,180,,市長,会議で決定"


def write(folder: Path, *lines: str, name: str = "目標.csv", encoding: str = "utf-8-sig") -> None:
    (folder / name).write_bytes("\r\n".join(lines).encode(encoding))


def problems(folder: Path) -> list[str]:
    with pytest.raises(LayoutFault) as fault:
        read_targets(folder)
    first, *rest = str(fault.value).splitlines()
    assert first == "目標のファイルに誤りがあります。次を直してください。"
    return rest


def test_the_guide_explains_every_header_and_its_example_is_read(tmp_path: Path) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    lines = [line.strip("| ").split(" | ") for line in guide.splitlines() if line[:1] == "|"][2:]
    assert [cells[0] for cells in lines] == list(HEADERS.values())
    assert [cells[0] for cells in lines if cells[2] == "必須"] == [HEADERS[n] for n in NEEDED]
    example = guide.split("```csv 目標.csv\n")[1].split("```")[0]
    write(tmp_path, example)
    rows = read_targets(tmp_path).to_pylist()
    assert [row["account"] for row in rows] == [None, None, "水道会計"]
    assert sum(row["target_yen"] for row in rows) == 79_120_000


def test_no_file_is_no_target(tmp_path: Path) -> None:
    assert read_targets(tmp_path).num_rows == 0
    assert read_targets(tmp_path / "none").num_rows == 0


def test_a_target_is_read(tmp_path: Path) -> None:
    write(tmp_path, HEAD, GOOD, "", ",,,,,,,,")
    assert read_targets(tmp_path).to_pylist() == [
        {
            "municipality": "",
            "fiscal_year": 2023,
            "version": 1,
            "decided_on": date(2023, 6, 1),
            "account": None,
            "claim": "市税",
            "part": "current",
            "target_yen": 180,
            "target_case_count": None,
            "status": "市長",
            "rule": "会議で決定",
            "source_name": "目標.csv",
            "source_row": 2,
        }
    ]


def test_both_languages_of_headers_are_understood(tmp_path: Path) -> None:
    english = ",".join(name for name in HEADERS if name not in ("municipality", "account"))
    (tmp_path / "ja").mkdir()
    (tmp_path / "en").mkdir()
    write(tmp_path / "ja", HEAD, GOOD)
    write(tmp_path / "en", english, GOOD.replace("現年度分", "current"))
    assert read_targets(tmp_path / "ja") == read_targets(tmp_path / "en")


def test_as_offices_write_it(tmp_path: Path) -> None:
    """An era year, full-width digits, separators, another form of date, spaces, columns in another order."""
    write(
        tmp_path,
        "目 標 額(円),債権,区分,決定日,版,年度",
        '"１，２３０，０００",市税,滞納 繰越分,2023/06/01,１,令和５年度',
    )
    (row,) = read_targets(tmp_path).to_pylist()
    assert (row["fiscal_year"], row["version"], row["target_yen"]) == (2023, 1, 1_230_000)
    assert (row["part"], row["decided_on"]) == ("carried_over", date(2023, 6, 1))
    assert (row["status"], row["rule"], row["target_case_count"]) == ("", "", None)


@pytest.mark.parametrize(
    ("word", "part"),
    [
        ("現年度分", "current"),
        ("滞納繰越分", "carried_over"),
        ("区分なし", "undivided"),
        ("計", "total"),
        ("合計", "total"),
        ("", "total"),
        ("total", "total"),
    ],
)
def test_parts(word: str, part: str, tmp_path: Path) -> None:
    write(tmp_path, HEAD, GOOD.replace("現年度分", word))
    assert read_targets(tmp_path)["part"].to_pylist() == [part]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("2023,1", "昨年,1", "「年度」: 年度ではありません（例: 2023、令和5年度）"),
        (",1,", ",初版,", "「版」: 版は整数で書いてください"),
        (",1,", ",20230601,", "「版」: 版は 0 から 9,999 までの整数で"),
        (",1,", ",9999999999,", "「版」: 版は 0 から 9,999 までの整数で"),
        ("2023-06-01", "6月1日", "「決定日」: 日付ではありません（例: 2023-06-01）"),
        ("2023-06-01", "", "「決定日」: 日付ではありません"),
        ("市税", "", "「債権」: 債権の名前がありません"),
        ("現年度分", "現年", "「区分」: 現年度分、滞納繰越分、区分なし、計 のどれかを"),
        (",180,", ",百八十,", "「目標額（円）」: 0以上の円の整数で"),
        (",180,", ",-180,", "「目標額（円）」: 0以上の円の整数で"),
        (",180,", ",18.5,", "「目標額（円）」: 0以上の円の整数で"),
        (",180,", ",,", "「目標額（円）」: 0以上の円の整数で"),
        ("180,,", "180,abc,", "「目標件数」: 0以上の整数で書くか、空白に"),
        ("180,,", "180,十件,", "「目標件数」: 0以上の整数で書くか、空白に"),
        ("180,,", "180,-3,", "「目標件数」: 0以上の整数で書くか、空白に"),
    ],
)
def test_a_bad_cell_is_told_with_its_place(old: str, new: str, says: str, tmp_path: Path) -> None:
    assert old in GOOD
    write(tmp_path, HEAD, GOOD.replace("市税", "保険料"), GOOD.replace(old, new, 1))
    (problem,) = problems(tmp_path)
    assert problem.startswith(f"- 目標.csv 3行目{says}")


def test_every_problem_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, HEAD, "昨年,初版,6月,,どれか,百,十", name="a.csv")
    write(tmp_path, "年度,版", "2023,1", name="b.csv")
    (tmp_path / "c.csv").write_bytes(b"\xff\xff\x81")
    found = problems(tmp_path)
    assert [line.split(":")[0] for line in found[:7]] == [
        f"- a.csv 2行目「{HEADERS[name]}」"
        for name in (
            "fiscal_year",
            "version",
            "decided_on",
            "claim_kind",
            "part",
            "target_yen",
            "target_case_count",
        )
    ]
    assert found[7:] == [
        "- b.csv: 見出し 決定日、債権、区分、目標額（円） がありません",
        "- c.csv: 読めません。UTF-8のCSVで保存し直してください",
    ]


@pytest.mark.parametrize("name", ["目標.CSV", "目標.Csv"])
def test_capital_letters_in_the_ending(name: str, tmp_path: Path) -> None:
    """As some systems write it: a target nobody reads would be a ranking nobody wants."""
    write(tmp_path, HEAD, GOOD, name=name)
    assert read_targets(tmp_path).num_rows == 1
    assert [path.name for path in target_files(tmp_path)] == [name]


@pytest.mark.parametrize(
    ("written", "account"),
    [
        ("一般会計", "一般会計"),
        (" 1 ", "1"),
        ("", None),
        ("　", None),
        ("会計なし", ""),
        ("会計 なし", ""),
    ],
)
def test_the_account_may_be_written(written: str, account: str | None, tmp_path: Path) -> None:
    """Null is a name left out; "" is the account of books that name none."""
    write(tmp_path, f"{HEAD},会計", f"{GOOD},{written}")
    assert read_targets(tmp_path)["account"].to_pylist() == [account]


def test_every_row_keeps_its_place(tmp_path: Path) -> None:
    write(tmp_path, HEAD, GOOD, "", GOOD.replace("市税", "保険料"), name="a.csv")
    write(tmp_path, HEAD, GOOD.replace("市税", "使用料"), name="b.csv")
    rows = read_targets(tmp_path).to_pylist()
    places = {row["claim"]: (row["source_name"], row["source_row"]) for row in rows}
    assert places == {"市税": ("a.csv", 2), "保険料": ("a.csv", 4), "使用料": ("b.csv", 2)}


def test_only_csv_is_read(tmp_path: Path) -> None:
    write(tmp_path, "何か", name="メモ.txt")
    write(tmp_path, "何か", name=".~lock.目標.csv#")
    assert read_targets(tmp_path).num_rows == 0


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    write(tmp_path, HEAD, f"{GOOD}{'長' * 140_000}", name="b.csv")
    write(tmp_path, HEAD, GOOD, name=os.fsdecode(b"\x8c\x88.csv"))
    assert problems(tmp_path) == [
        "- a.csv: 開けません（フォルダです）",
        '- b.csv: 131,072字を超えるセルがあります。引用符（"）が開いたままでないかを確かめてください',
        "- 決.csv: ファイルの名前の文字コードがUTF-8ではありません。名前を付け直してください",
    ]


def test_a_separator_of_thousands_without_quotes(tmp_path: Path) -> None:
    """Else 1,230,000 would be a target of one yen."""
    write(tmp_path, "年度,版,決定日,債権,区分,目標額（円）", "2023,1,2023-06-01,市税,計,1,230,000")
    (problem,) = problems(tmp_path)
    assert problem.startswith("- 目標.csv 2行目: セルが見出しより多くあります")


@pytest.mark.parametrize("written", ["　個人 市民税 ", "個人　市民税", "個人市民税"])
def test_claims_are_compared_as_the_eye_does(written: str, tmp_path: Path) -> None:
    write(tmp_path, HEAD, GOOD.replace("市税", written), GOOD.replace("市税", "返還金(福祉課)"))
    named = with_names_of(["個人市民税", "返還金（福祉課）", "使用料"], read_targets(tmp_path))
    assert named["claim"].to_pylist() == ["個人市民税", "返還金（福祉課）"]
    assert named.schema == read_targets(tmp_path).schema


def test_accounts_are_compared_as_the_eye_does(tmp_path: Path) -> None:
    write(tmp_path, f"会計,{HEAD}", f"１,{GOOD}", f",{GOOD.replace('市税', '使用料')}")
    named = with_names_of(["1", "11"], read_targets(tmp_path), "account")
    assert named["account"].to_pylist() == ["1", None]


def test_a_claim_that_nobody_knows_keeps_its_name(tmp_path: Path) -> None:
    write(tmp_path, HEAD, GOOD)
    assert with_names_of(["使用料"], read_targets(tmp_path))["claim"].to_pylist() == ["市税"]


def test_a_target_is_the_same_however_it_is_spaced(tmp_path: Path) -> None:
    write(tmp_path, HEAD, GOOD, GOOD.replace("市税", "市　税"))
    (problem,) = problems(tmp_path)
    assert "（現年度分）が2回書かれています" in problem


def test_an_empty_file_lacks_its_head(tmp_path: Path) -> None:
    write(tmp_path, "")
    (problem,) = problems(tmp_path)
    assert "見出し 年度、版、決定日、債権、区分、目標額（円） がありません" in problem


def test_the_same_target_twice_is_refused(tmp_path: Path) -> None:
    """Also when it stands in two files."""
    write(tmp_path, HEAD, GOOD, name="a.csv")
    write(tmp_path, HEAD, GOOD.replace("180", "190"), name="b.csv")
    assert problems(tmp_path) == [
        "- 2023年度 版1 の「市税」（現年度分）が2回書かれています（a.csv 2行目、b.csv 2行目）"
    ]


def test_one_name_may_have_a_target_in_each_account(tmp_path: Path) -> None:
    write(tmp_path, f"会計,{HEAD}", f"一般会計,{GOOD}", f"水道会計,{GOOD}")
    assert read_targets(tmp_path)["account"].to_pylist() == ["一般会計", "水道会計"]


def test_the_same_target_twice_in_one_account_is_refused(tmp_path: Path) -> None:
    write(tmp_path, f"会計,{HEAD}", f"一般会計,{GOOD}", f"一般 会計,{GOOD}", f"会計なし,{GOOD}")
    (problem,) = problems(tmp_path)
    assert (
        problem
        == "- 2023年度 版1 の「一般会計 市税」（現年度分）が2回書かれています（目標.csv 2〜3行目）"
    )


def test_a_target_without_account_beside_one_with_it_would_count_twice(tmp_path: Path) -> None:
    arrears = GOOD.replace("現年度分", "滞納繰越分")
    write(tmp_path, f"会計,{HEAD}", f"一般会計,{GOOD}", f",{GOOD}", f",{arrears}")
    (problem,) = problems(tmp_path)
    assert problem == (
        "- 2023年度 版1 の「市税」に、「会計」を書いた行と空白の行があります。"
        "どちらかにしてください（目標.csv 2〜4行目）"
    )


def test_another_version_of_the_same_target_is_welcome(tmp_path: Path) -> None:
    write(tmp_path, HEAD, GOOD, GOOD.replace("2023,1,2023-06", "2023,2,2023-08"))
    assert read_targets(tmp_path)["version"].to_pylist() == [1, 2]


def test_a_total_beside_its_parts_would_count_twice(tmp_path: Path) -> None:
    write(tmp_path, HEAD, GOOD, GOOD.replace("現年度分", "計"))
    (problem,) = problems(tmp_path)
    assert "「市税」に、計の目標と区分ごとの目標の両方があります" in problem
