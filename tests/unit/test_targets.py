"""Target files: read whole or refused whole, with every problem and its place."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from analytics.errors import LayoutFault
from analytics.intake.targets import HEADERS, read_targets, target_files, with_names_of

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
            "claim": "市税",
            "part": "current",
            "target_yen": 180,
            "target_case_count": None,
            "status": "市長",
            "rule": "会議で決定",
        }
    ]


def test_both_languages_of_headers_are_understood(tmp_path: Path) -> None:
    english = ",".join(name for name in HEADERS if name != "municipality")
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
    assert problems(tmp_path) == ["- 2023年度 版1 の「市税」（現年度分）が2回書かれています"]


def test_another_version_of_the_same_target_is_welcome(tmp_path: Path) -> None:
    write(tmp_path, HEAD, GOOD, GOOD.replace("2023,1,2023-06", "2023,2,2023-08"))
    assert read_targets(tmp_path)["version"].to_pylist() == [1, 2]


def test_a_total_beside_its_parts_would_count_twice(tmp_path: Path) -> None:
    write(tmp_path, HEAD, GOOD, GOOD.replace("現年度分", "計"))
    (problem,) = problems(tmp_path)
    assert "「市税」に、計の目標と区分ごとの目標の両方があります" in problem
