"""Targets are written beside what is there, whole or not at all, and never twice under one version."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from analytics.errors import InputFault, StoreFault
from analytics.intake.targets import read_targets
from analytics.settings import ROOT
from analytics.store.target_drafts import Aim, Decision, draft_of, draft_of_file, standing
from analytics.store.targeting import decide, take_in_targets, versions
from tests.pipeline.conftest import tree

HEAD = "自治体,会計,年度,版,決定日,債権,区分,目標額（円）,目標件数,種別,決め方"
FIRST = f"""{HEAD}
甲市,,2025,1,2025-06-01,市税,現年度分,100,10,市長,会議で決定
甲市,,2025,1,2025-06-01,市税,滞納繰越分,200,20,市長,会議で決定
,,2025,1,2025-06-01,使用料,計,300,,市長,会議で決定
乙市,,2025,7,2025-09-01,市税,計,1,,,
"""
REVISED = Decision(
    "甲市",
    2025,
    date(2025, 10, 1),
    (
        Aim("一般", "市税", "current", 90),
        Aim("一般", "市税", "carried_over", None),
        Aim("一般", "使用料", "total", None, 5),
        Aim("水道", "手数料", "undivided", 0),
        Aim("水道", "加入金", "undivided", None),
    ),
    "市長",
    "=8月の見直し\nで決定",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "targets"
    made.mkdir()
    (made / "目標.csv").write_text(FIRST, encoding="utf-8-sig")
    return made


def rows(folder: Path, version: int) -> list[tuple[object, ...]]:
    names = ("account", "claim", "part", "target_yen", "target_case_count")
    found = [row for row in read_targets(folder).to_pylist() if row["version"] == version]
    return [tuple(row[name] for name in names) for row in found]


def test_a_decision_is_the_next_version_and_a_blank_is_as_before(folder: Path) -> None:
    before = tree(folder)
    done = decide(folder, REVISED)
    assert done.path == folder / "目標_2025年度_版2.csv"
    assert rows(folder, 2) == [
        ("一般", "市税", "current", 90, 10),
        ("一般", "市税", "carried_over", 200, 20),
        ("一般", "使用料", "total", 300, 5),
        ("水道", "手数料", "undivided", 0, None),
    ]
    assert {name: tree(folder)[name] for name in before} == before
    assert done.path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "'=8月の見直し で決定" in done.path.read_text(encoding="utf-8-sig")
    (rule,) = {row["rule"] for row in read_targets(folder).to_pylist() if row["version"] == 2}
    assert rule == "=8月の見直し で決定"
    assert [path.name for path in folder.iterdir() if path.name.endswith(".part")] == []


def test_the_first_decision_of_a_year_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "targets"
    aims = tuple(aim for aim in REVISED.aims if aim.claim != "使用料")
    done = decide(folder, replace(REVISED, municipality="", aims=aims))
    assert done.draft.versions == [(2025, 1)]
    assert rows(folder, 1) == [
        ("一般", "市税", "current", 90, None),
        ("水道", "手数料", "undivided", 0, None),
    ]


def test_a_part_that_was_not_asked_for_stays(folder: Path) -> None:
    decide(folder, replace(REVISED, aims=(Aim("一般", "市税", "current", 90),)))
    assert [row[2:4] for row in rows(folder, 2)] == [("current", 90), ("carried_over", 200)]


def test_another_way_of_dividing_takes_the_place_of_the_former(folder: Path) -> None:
    decide(folder, replace(REVISED, aims=(Aim("一般", "市税", "total", 90),)))
    assert [row[2:4] for row in rows(folder, 2)] == [("total", 90)]


def test_a_target_without_account_is_of_no_claim_when_two_accounts_bear_the_name(
    folder: Path,
) -> None:
    two = (Aim("一般", "使用料", "total", None), Aim("水道", "使用料", "total", 7))
    decide(folder, replace(REVISED, aims=two))
    assert rows(folder, 2) == [("水道", "使用料", "total", 7, None)]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"decided_on": date(2025, 5, 31)}, "決定日（令和7年5月31日）が、令和7年度の版1の決定日"),
        ({"aims": ()}, "新しい目標が1つも入っていません"),
        ({"aims": (Aim("水道", "加入金", "total", None, 3),)}, "目標件数だけがあり"),
        ({"aims": (Aim("水道", "加入金", "total", -1),)}, "0以上の整数"),
        (
            {"aims": (Aim("一", "券", "total", 1), Aim("一", "券", "current", 1))},
            "計の目標と区分ごとの目標の両方があります",
        ),
        (
            {"aims": (Aim("一", "券", "total", 1), Aim("一", "券　", "total", 1))},
            "（計）が2回書かれています（目標_2025年度_版2.csv 2〜3行目）",
        ),
    ],
)
def test_a_decision_that_cannot_be_is_said_and_nothing_is_written(
    folder: Path, changed: dict[str, object], says: str
) -> None:
    before = tree(folder)
    with pytest.raises(InputFault) as fault:
        decide(folder, replace(REVISED, **changed))  # type: ignore[arg-type]
    assert says in str(fault.value)
    assert tree(folder) == before


def test_two_editors_at_one_moment_get_two_versions(folder: Path) -> None:
    with ThreadPoolExecutor(8) as editors:
        done = list(editors.map(lambda _: decide(folder, REVISED), range(8)))
    assert sorted(each.draft.versions[0][1] for each in done) == list(range(2, 10))
    assert len({each.path for each in done}) == 8
    assert read_targets(folder).num_rows == 4 + 8 * 4


def test_two_processes_at_one_moment_get_two_versions(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from datetime import date\n"
        "from analytics.store.targeting import decide\n"
        "from analytics.store.target_drafts import Aim, Decision\n"
        "aims = (Aim('一般', '市税', 'current', 1),)\n"
        "for _ in range(5): decide(Path(sys.argv[1]), Decision('甲市', 2025, date(2025, 10, 1), aims))"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, folder], cwd=ROOT) for _ in range(3)]
    assert [each.wait(120) for each in running] == [0, 0, 0]
    found = versions(read_targets(folder).to_pylist())
    assert [each.version for each in found if each.municipality == "甲市"] == [*range(1, 17)]


def test_what_changed_after_it_was_shown_is_not_written_over(folder: Path) -> None:
    shown = draft_of(folder, REVISED)
    decide(folder, replace(REVISED, aims=(Aim("一般", "市税", "current", 50),)))
    before = tree(folder)
    with pytest.raises(StoreFault, match="ほかの人が目標を変えました"):
        decide(folder, REVISED, shown)
    assert tree(folder) == before


def test_a_name_that_is_taken_is_left_alone(folder: Path) -> None:
    (folder / "目標_2025年度_版2.csv").write_text(f"{HEAD}\n", encoding="utf-8")
    done = decide(folder, REVISED)
    assert done.path == folder / "目標_2025年度_版2_2.csv"
    assert (folder / "目標_2025年度_版2.csv").read_text(encoding="utf-8") == f"{HEAD}\n"


def test_what_a_killed_writer_left_is_no_target_and_in_nobodys_way(folder: Path) -> None:
    (folder / ".目標.part").write_text("年度,版\n2025,", encoding="utf-8")
    assert read_targets(folder).num_rows == 4
    decide(folder, REVISED)
    assert read_targets(folder).num_rows == 8


# A file -----------------------------------------------------------------------------------------


def handed(folder: Path, text: str, name: str = "改定.csv") -> Path:
    path = folder.parent / name
    path.write_text(text, encoding="cp932")
    return path


SECOND = FIRST + "甲市,,2025,2,2025-10-01,市税,現年度分,90,,市長,@見直し\n"


def test_a_list_with_a_revision_added_brings_the_revision_alone(folder: Path) -> None:
    source = handed(folder, SECOND)
    done = take_in_targets(folder, source)
    assert done.path == folder / "改定.csv"
    assert done.draft.known_count == 4
    assert rows(folder, 2) == [(None, "市税", "current", 90, None)]
    again = tree(folder)
    assert take_in_targets(folder, source).path is None
    assert tree(folder) == again


def test_a_workbook_becomes_a_csv_that_says_the_same(folder: Path) -> None:
    source = folder.parent / "目標.xlsx"
    lines = [line.split(",") for line in SECOND.replace("2025,2,", "2025,3,").splitlines()]
    with xlsxwriter.Workbook(source) as book:
        page = book.add_worksheet("改定")
        for at, cells in enumerate(lines):
            page.write_row(at, 0, cells)
    done = take_in_targets(folder, source)
    assert done.path == folder / "目標_2.csv"  # the other is there
    (row,) = [row for row in read_targets(folder).to_pylist() if row["version"] == 3]
    assert (row["target_yen"], row["rule"], row["source_name"]) == (90, "@見直し", "目標_2.csv")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (SECOND.replace("2025-10-01", "2025-04-01"), "改定.csv 6行目「決定日」: 2025年度 版2"),
        (FIRST.replace(",100,", ",101,"), "改定.csv 2行目"),
        (SECOND.replace(",90,", ",九十,"), "改定.csv 6行目「目標額（円）」"),
        ("年度,版\n2025,1\n", "改定.csv: 見出し 決定日"),
        (f"{HEAD}\n", "改定.csv: 目標の行がありません"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_whole(folder: Path, text: str, says: str) -> None:
    before = tree(folder)
    with pytest.raises(InputFault) as fault:
        take_in_targets(folder, handed(folder, text))
    assert str(fault.value).startswith("目標は書いていません。次を直してください。\n- ")
    assert says in str(fault.value)
    assert tree(folder) == before


def test_a_file_that_is_not_there(folder: Path) -> None:
    with pytest.raises(InputFault, match=r"ない\.csv: 開けません"):
        take_in_targets(folder, folder / "ない.csv")


def test_a_hidden_name_would_never_be_read(folder: Path) -> None:
    done = take_in_targets(folder, handed(folder, SECOND, ".改定.csv"))
    assert done.path == folder / "目標.改定.csv"
    assert len(rows(folder, 2)) == 1


def test_a_folder_that_cannot_be_written_is_said(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("a file")
    with pytest.raises(StoreFault, match=r"目標のフォルダ .* を作れません"):
        decide(folder, REVISED)


def test_what_stands_is_the_newest_decision_of_each_part(folder: Path) -> None:
    take_in_targets(folder, handed(folder, SECOND))
    there = draft_of_file(folder, folder / "目標.csv").there
    held = standing(there, "甲市", 2025, [("一般", "市税"), ("一般", "使用料")])
    assert {one: [row["target_yen"] for row in found] for one, found in held.items()} == {
        ("一般", "市税"): [90, 200],
        ("一般", "使用料"): [300],
    }


def test_versions_are_listed_with_what_they_come_to(folder: Path) -> None:
    decide(folder, REVISED)
    told = [
        (each.municipality, each.version, *map(str, each.days), each.claim_count, each.target_yen)
        for each in versions(read_targets(folder).to_pylist())
    ]
    assert told == [
        ("", 1, "2025-06-01", 1, 300),
        ("乙市", 7, "2025-09-01", 1, 1),
        ("甲市", 1, "2025-06-01", 1, 300),
        ("甲市", 2, "2025-10-01", 3, 590),
    ]
    assert [each.target_case_count for each in versions(read_targets(folder).to_pylist())] == [
        *(None, None),
        *(30, 35),
    ]
