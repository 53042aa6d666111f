"""Results that somebody else counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from analytics.figures import Selection, answer
from analytics.settings import DATA
from analytics.store.reader import open_reader
from analytics.store.snapshots import Store
from analytics.store.verify import verify
from tests.pipeline.conftest import Run
from tests.pipeline.surveys.forms import change, sentence

UK = DATA / "open" / "uk_civil_service" / "uk_civil_service_survey_by_grade_2013_2024.csv"


def test_the_results_of_the_british_survey_are_taken_in(zangaku: Run, store: Store) -> None:
    done = zangaku("survey", "import", UK)
    assert done.code == 0, done.said
    assert "読んだ行 925（受け入れ 925、受け入れず 0）" in done.out
    assert verify(store) == []
    rows = results_of(store)
    assert len(rows) == 925
    assert {row["wave"] for row in rows} <= {str(year) for year in range(2013, 2025)}
    listed = zangaku("survey")
    assert "集計された結果: " in listed.out
    assert "2024" in listed.out


def test_b62_is_kept_apart(zangaku: Run, store: Store) -> None:
    """In 2017 and 2018 one theme was asked in two ways: to compare them would invent a change."""
    zangaku("survey", "import", UK)
    items = {(row["wave"], row["question"], row["item"]) for row in results_of(store)}
    apart = {(wave, question) for wave, question, item in items if item == "別の設問B62"}
    assert {wave for wave, _ in apart} == {"2017", "2018"}
    assert all(
        (wave, question, "") in items or (wave, question, None) in items for wave, question in apart
    )
    assert {item for _, _, item in items} <= {"", None, "別の設問B62"}


def test_two_shares_of_one_question_are_kept_out(
    own_layouts: Path, zangaku: Run, store: Store
) -> None:
    """Without the sign that tells them apart."""
    change(own_layouts / "uk_civil_service_survey.toml", 'B62 = "別の設問B62"', "")
    said = sentence(zangaku("survey", "import", UK))
    assert "同じ回・群・設問の割合が2つ以上あります" in said
    assert "words.item で分けてください" in said
    assert not store.versions()


def results_of(store: Store) -> list[dict[str, object]]:
    files = store.files_beside(store.latest() or 0, "survey_results")
    return [row for file in files for row in pq.read_table(file).to_pylist()]


COUNTED = """
[layout]
record = "survey_results"
name = "kakuu-counted"
version = 1
title = "意識調査（集計）"
municipality = "架空市"

[source]
file_name = '^集計.csv$'

[as_of]
is_monthly = false

[columns]
wave = "回"
fielded_on = { header = "実施日", optional = true }
rank_group = { header = "職位", optional = true }
department_group = { header = "所属", optional = true }
question = "設問"
positive_percent = "割合"
answered_count = "回答数"
"""


@pytest.fixture
def counted(own_layouts: Path, tmp_path: Path) -> Callable[..., Path]:
    """A table of shares: rows of wave, day, rank, department."""
    (own_layouts / "kakuu_counted.toml").write_text(COUNTED, encoding="utf-8")

    def write(*rows: str) -> Path:
        lines = [
            "回,実施日,職位,所属,設問,割合,回答数",
            *(f"{row},責任がある,50.0,40" for row in rows),
        ]
        path = tmp_path / "集計.csv"
        path.write_text("\n".join([*lines, ""]), encoding="utf-8")
        return path

    return write


def told(store: Store, *names: str) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in names) for row in results_of(store)]


def test_counted_results_say_their_day_themselves(
    counted: Callable[..., Path], zangaku: Run, store: Store
) -> None:
    path = counted("第1回,2026-06-12,係長級,", "第1回,,一般職員,")
    done = zangaku("survey", "import", path)
    assert done.code == 0, done.said
    assert "令和8年6月12日現在" in done.out
    assert told(store, "fielded_on") == [(date(2026, 6, 12),)] * 2
    assert verify(store) == []


def test_fractions_of_one_are_no_per_cent(
    counted: Callable[..., Path], zangaku: Run, store: Store
) -> None:
    """As a workbook keeps what it shows as 71.4 %; a single share below one per cent is nothing strange."""
    path = counted("2023,,係長級,", "2023,,一般職員,")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("50.0", "0.714", 1).replace("50.0", "0.5"), encoding="utf-8")
    said = sentence(zangaku("survey", "import", path))
    assert "割合がどれも1以下です（71.4％のセルは、Excelでは0.714と書かれています）" in said
    assert not store.versions()
    path.write_text(text.replace("50.0", "0.7", 1), encoding="utf-8")
    assert zangaku("survey", "import", path).code == 0


@pytest.mark.parametrize("wave", ["令和5年度", "2023", "２０２３年度", "R5"])
def test_or_their_year(wave: str, counted: Callable[..., Path], zangaku: Run, store: Store) -> None:
    done = zangaku("survey", "import", counted(f"{wave},,係長級,"))
    assert done.code == 0, done.said
    assert "令和5年度（2023）" in done.out
    assert told(store, "fielded_on") == [(None,)]


@pytest.mark.parametrize(
    ("wave", "day"), [("2027", "令和9年12月31日"), ("令和9年度", "令和10年3月31日")]
)
def test_a_file_is_of_its_latest_wave_whether_that_has_a_day_or_a_year(
    wave: str, day: str, counted: Callable[..., Path], zangaku: Run, store: Store
) -> None:
    done = zangaku("survey", "import", counted("第1回,2026-06-12,係長級,", f"{wave},,係長級,"))
    assert done.code == 0, done.said
    assert f"{day}現在" in done.out
    figure = answer("survey_results", open_reader(store.root), Selection())
    assert figure.frame["wave"].iloc[-1] == wave


def test_or_it_is_given_by_hand(counted: Callable[..., Path], zangaku: Run, store: Store) -> None:
    path = counted("第1回,,係長級,", "令和5年度,2023-09-01,係長級,")
    said = sentence(zangaku("survey", "import", path))
    assert (
        "2行目「回（A列）」: いつの調査か分かりません（実施日がなく、回の名前も年度ではありません）"
        in said
    )
    assert "--as-of で調査の最後の日（例: 2026-06-19）を指定してください" in said
    assert not store.versions()
    assert zangaku("survey", "import", path, "--as-of", "2024-09-02").code == 0
    assert told(store, "fielded_on") == [(date(2024, 9, 2),), (date(2023, 9, 1),)]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        *((f"{word},", "rank_group") for word in ("合 計", "計", "全　体", "全庁", "")),
        *((f",{word}", "department_group") for word in ("合　計", "総計", "")),
        ("合計,合計", "rank_group"),
    ],
)
def test_the_row_of_the_whole_is_the_whole(
    row: str, column: str, counted: Callable[..., Path], zangaku: Run, store: Store
) -> None:
    groups = {"rank_group": ("係長級,", "一般職員,"), "department_group": (",水道課", ",税務課")}
    path = counted(*(f"2025,,{one}" for one in (*groups[column], row)))
    assert zangaku("survey", "import", path).code == 0
    other = next(name for name in groups if name != column)
    assert told(store, column, other)[-1] == ("全体", None)
    assert "全体" not in {name for each in told(store, column, other)[:-1] for name in each}


def test_a_rank_within_a_group_of_departments_is_kept_out(
    counted: Callable[..., Path], zangaku: Run, store: Store
) -> None:
    """One breakdown at a time; the whole may be named in both."""
    rows = ("2025,,係長級,全庁", "2025,,一般職員,", "2025,,係長級,税務課")
    said = sentence(zangaku("survey", "import", counted(*rows)))
    assert "職位と部署群の両方を分けた割合です（人が分かるため、分け方は一度に1つです）" in said
    assert "4行目" in said
    assert not store.versions()
    assert zangaku("survey", "import", counted(*rows[:2])).code == 0


def test_a_group_of_which_nobody_answered_is_not_there(
    counted: Callable[..., Path], zangaku: Run, store: Store
) -> None:
    path = counted("2025,,係長級,", "2025,,一般職員,")
    change(path, "責任がある,50.0,40\n2025,,一般職員", "責任がある,0,0\n2025,,一般職員")
    assert zangaku("survey", "import", path).code == 0
    done = zangaku("figure", "survey_results", "--store", store.root, "--format", "csv")
    assert done.code == 0, done.said
    assert "一般職員" in done.out
    assert "係長" not in done.out


def test_the_furthest_apart_are_said_to_be_of_those_shown(
    counted: Callable[..., Path], zangaku: Run, store: Store
) -> None:
    """Six of 会計, all favourable, are hidden, and 福祉 with them: the title is not of these."""
    offices = ("税務課", "水道課", "福祉課", "会計課")
    path = counted(*(f"2025,,,{office}" for office in offices))
    told = {"税務課": "70,40", "福祉課": "50,12", "会計課": "100,6"}
    for office, share in told.items():
        change(path, f"{office},責任がある,50.0,40", f"{office},責任がある,{share}")
    assert zangaku("survey", "import", path).code == 0
    chosen = Selection(breakdown="department_group")
    figure = answer("survey_results", open_reader(store.root), chosen)
    assert set(figure.frame.dropna(subset="positive_rate")["group_name"]) == {"税", "上下水道"}
    told_apart = "「責任がある」（税 70.0％、上下水道 50.0％）"
    assert figure.title == f"示した群の違いが最も大きいのは{told_apart}"


def test_there_is_but_one_whole(counted: Callable[..., Path], zangaku: Run, store: Store) -> None:
    said = sentence(
        zangaku("survey", "import", counted("2025,,合 計,", "2025,,係長級,", "2025,,,全庁"))
    )
    assert "同じ回・群・設問の割合が2つ以上あります（2行: 2・4行目）" in said
    assert not store.versions()
