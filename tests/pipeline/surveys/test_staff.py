"""Ranks, departments and who was asked, by the tables that the city edits; and such a table that is faulty."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analytics.intake.layouts import AnyLayout
from analytics.settings import DATA
from analytics.store.importing import take_in_month
from analytics.store.snapshots import Store
from tests.pipeline.conftest import Done, Run
from tests.pipeline.surveys.forms import ENGLISH, FORM, OFFICES, Form, change, invited, sentence

# Ranks and departments ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "word", "says"),
    [
        (
            1,
            "係長職",
            "職位「係長職」（4行目）は、職位と所属の表にありません。近いのは「係長・担当」",
        ),
        (
            2,
            "水道局",
            "所属「水道局」（4行目）は、職位と所属の表にありません。近いのは「上下水道」",
        ),
    ],
)
def test_an_unknown_rank_or_department_is_answered_with_the_nearest(
    column: int, word: str, says: str, kept_out: Callable[[Form], Done]
) -> None:
    said = sentence(kept_out(FORM.cell(4, column, word)))
    assert f"4行目「{('職位', '所属')[column - 1]}」: {says}" in said
    assert "staff.toml の [[" in said


def test_an_unknown_word_of_the_list_of_the_invited_too(
    zangaku: Run, store: Store, tmp_path: Path
) -> None:
    path = invited(tmp_path)
    change(path, "水道課", "水道局")
    said = sentence(zangaku("survey", "import", path))
    assert "所属「水道局」は、職位と所属の表にありません。近いのは「上下水道」" in said
    assert not store.versions()


def test_a_total_without_a_word_is_none_either(zangaku: Run, store: Store, tmp_path: Path) -> None:
    path = invited(tmp_path)
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines, "第3回,2026-06-01,2026-06-14,,,60", ""]), "utf-8")
    said = sentence(zangaku("survey", "import", path))
    assert "職位も所属も空白で、群のある行と並んでいるので、合計の行です" in said
    assert "6行目" in said
    assert not store.versions()
    path.write_text("\n".join([lines[0], "第3回,2026-06-01,2026-06-14,,,60", ""]), "utf-8")
    assert zangaku("survey", "import", path).code == 0  # alone it is the whole


def test_a_wave_is_taken_in_whole_or_not_at_all(zangaku: Run, store: Store, tmp_path: Path) -> None:
    """Else it would be shown without weights, or the list would wait for answers, and nobody had asked for that."""
    asked = invited(tmp_path)
    wrong = FORM.cell(5, 3, "そう思ふ").save(tmp_path)
    said = sentence(zangaku("survey", "import", wrong, asked), count=2)
    assert f"{asked.name} ファイル全体: 一緒に渡した {wrong.name} に誤りがあるので" in said
    assert not store.versions()
    broken = asked.with_name("架空市_意識調査_第3回.xlsx")
    broken.write_bytes(b"PK")
    assert zangaku("survey", "import", broken, asked).code == 3
    assert not store.versions()
    assert zangaku("survey", "import", FORM.save(tmp_path), asked).code == 0


def test_a_faulty_wave_keeps_no_list_of_a_department_out(
    store: Store, kakuu: Path, tmp_path: Path, layouts: list[AnyLayout]
) -> None:
    """In a month's folder: the answers wait for their list, the water office does not."""
    (water,) = (kakuu / "2026-09").glob("*水道課*")
    asked = invited(tmp_path)
    change(asked, "水道課", "水道局")
    month = take_in_month(store, [FORM.save(tmp_path), asked, water], layouts)
    assert [done.reading.name for done in month.new] == [water.name]
    assert {reading.name for reading in month.rejected} == {f"{FORM.name}.csv", asked.name}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("一般職員,水道課", "係長級,水道課", "同じ回・職位・所属の行が2つ以上あります"),
        (
            "2026-06-14,係長級,水道課",
            "2026-05-31,係長級,水道課",
            "実施終了日が、実施開始日より前です",
        ),
    ],
)
def test_a_list_that_cannot_be_true_is_kept_out(
    old: str, new: str, says: str, zangaku: Run, store: Store, tmp_path: Path
) -> None:
    path = invited(tmp_path)
    change(path, old, new)
    assert says in sentence(zangaku("survey", "import", path))
    assert not store.versions()


@pytest.mark.parametrize("word", ["合計", "合　計", "総計", "全体", "小計"])
def test_a_total_of_the_invited_is_no_group(
    word: str, zangaku: Run, store: Store, tmp_path: Path
) -> None:
    """To add it to the table of staff would count everybody twice."""
    path = invited(tmp_path)
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines, f"第3回,2026-06-01,2026-06-14,{word},,99", ""]), "utf-8")
    said = sentence(zangaku("survey", "import", path))
    assert f"「{word}」は、合計の行です" in said
    assert "足すと、配布数が2倍になります" in said
    assert "staff.toml" not in said
    assert not store.versions()


def test_ranks_and_departments_one_below_the_other_count_everybody_twice(
    zangaku: Run, store: Store, tmp_path: Path
) -> None:
    path = invited(tmp_path)
    start = "第3回,2026-06-01,2026-06-14"
    rows = [f"{start},{rank},,30" for rank in ("係長級", "一般職員")]
    rows += [f"{start},,{office},30" for office in OFFICES]
    path.write_text(
        "\n".join(["回,実施開始日,実施終了日,職位,所属,配布数", *rows, ""]), encoding="utf-8"
    )
    said = sentence(zangaku("survey", "import", path))
    assert "職位だけの行と所属だけの行が混ざっています" in said
    assert "（4行: 2・3・4・5行目）。→ 職位と所属の組ごとに1行にするか" in said
    assert not store.versions()
    path.write_text(
        "\n".join(["回,実施開始日,実施終了日,職位,所属,配布数", *rows[:2], ""]), encoding="utf-8"
    )
    assert zangaku("survey", "import", path).code == 0


# A faulty file of the survey ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("staff.toml", "[[ranks]]", "[[ranks]", "職位と所属の表 staff.toml を読めません"),
        (
            "staff.toml",
            'name = "所管課長"',
            'nam = "所管課長"',
            "職位と所属の表 staff.toml に誤りがあります。次を直してください。\n- [[ranks]] の1番目: nam は",
        ),
    ],
)
def test_a_faulty_table_of_staff_is_said_and_stops_no_other_file(
    name: str,
    old: str,
    new: str,
    says: str,
    survey_files: Path,
    zangaku: Run,
    store: Store,
    tmp_path: Path,
) -> None:
    change(survey_files / name, old, new)
    done = zangaku("survey", "import", FORM.save(tmp_path))
    assert done.code == 3
    assert says in done.err
    assert not ENGLISH.search(done.said)
    assert not store.versions()
    komae = DATA / "open" / "komae" / "132195_kessan2023sainyu.csv"
    assert zangaku("import", komae).code == 0
    assert zangaku("figure", "balance_by_year").code == 0


def test_a_faulty_catalogue_is_said_and_stops_no_other_file(
    survey_files: Path, zangaku: Run, store: Store, tmp_path: Path
) -> None:
    change(survey_files / "questions.toml", "number = 2\n", "number = 1\n")
    chosen = zangaku("check", FORM.save(tmp_path), "--layout", "kakuu-survey")
    for done in (zangaku("survey", "import", FORM.save(tmp_path)), chosen):
        assert done.code == 3
        assert not ENGLISH.search(done.said)
    assert "設問の目録 questions.toml に誤りがあります。次を直してください。" in chosen.err
    assert "- [[questions]] の number「1」が2つ以上あります" in chosen.err
    assert not store.versions()
    komae = DATA / "open" / "komae" / "132195_kessan2023sainyu.csv"
    assert zangaku("import", komae).code == 0
    for command in (["survey"], ["survey", "questions"], ["figure", "survey_scales"]):
        done = zangaku(*command)
        assert done.code == 4
        assert "questions.toml" in done.err
