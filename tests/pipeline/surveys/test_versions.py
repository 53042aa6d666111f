"""A wave is a version: with who was asked, again, corrected, grown, and in a store that holds nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from analytics.figures import Selection, answer
from analytics.figures.survey.asked import Wave
from analytics.figures.survey.given import Survey
from analytics.intake.layouts import AnyLayout
from analytics.store.importing import take_in_month
from analytics.store.reader import open_reader
from analytics.store.snapshots import Store
from analytics.store.verify import verify
from tests.pipeline.conftest import Run, tree
from tests.pipeline.surveys.forms import (
    ENGLISH,
    FORM,
    WORDS,
    Form,
    answered,
    change,
    given,
    invited,
    sentence,
    shown,
)

# Versions -----------------------------------------------------------------------------------------


def test_answers_and_who_was_asked_are_one_version(
    zangaku: Run, store: Store, tmp_path: Path
) -> None:
    done = zangaku("survey", "import", FORM.save(tmp_path), invited(tmp_path))
    assert done.code == 0
    assert "架空市_意識調査_第3回.csv、架空市_意識調査_第3回_配布数.csv を版 0 として" in done.out
    assert len(store.versions()) == 1
    assert verify(store) == []
    assert shown(store, "survey_scales").facts["回答"] == "配布60人のうち48人（回答率80.0％）"
    assert zangaku("snapshots", "verify").code == 0


def test_the_import_of_a_month_takes_them_in_alike(
    store: Store, tmp_path: Path, layouts: list[AnyLayout]
) -> None:
    """As the page 取込 does."""
    month = take_in_month(store, [FORM.save(tmp_path), invited(tmp_path)], layouts)
    assert {done.version for done in month.new} == {0}
    assert verify(store) == []


def test_the_identical_file_again_makes_no_version(
    zangaku: Run, store: Store, tmp_path: Path
) -> None:
    paths = FORM.save(tmp_path), invited(tmp_path)
    assert zangaku("survey", "import", *paths).code == 0
    before = tree(store.root)
    again = zangaku("survey", "import", *paths)
    assert again.code == 0
    assert "同じ内容がすでに取り込まれています（変更なし）" in again.out
    assert tree(store.root) == before


def test_the_same_wave_again_replaces_it_and_says_so(
    zangaku: Run, store: Store, tmp_path: Path
) -> None:
    assert zangaku("survey", "import", FORM.save(tmp_path)).code == 0
    late = ("2026/06/14 20:00:00", *FORM.rows[0][1:])
    done = zangaku("survey", "import", FORM.with_rows(*FORM.rows, late).save(tmp_path))
    assert done.code == 0
    assert "架空市_意識調査_第3回.csv（版 0）を置き換えます" in done.out
    assert "版 1 として" in done.out
    assert len({row["source_row"] for row in answered(store)}) == 49
    assert [wave.name for wave in waves_of(store)] == ["第3回"]
    assert verify(store) == []


def test_who_was_asked_corrects_a_wave_like_its_answers(
    zangaku: Run, store: Store, tmp_path: Path
) -> None:
    """By another list other groups may be hidden, and the two versions together tell of the few."""
    shown_of: dict[int, list[str]] = {}

    def look() -> None:
        for version in range((store.latest() or 0) + 1):
            survey = Survey.of(open_reader(store.root, version=version))
            shown_of[version] = [wave.name for wave in survey.waves]

    assert zangaku("survey", "import", FORM.save(tmp_path)).code == 0
    look()
    assert shown_of == {0: ["第3回"]}
    assert zangaku("survey", "import", invited(tmp_path)).code == 0
    look()
    assert shown_of == {0: [], 1: ["第3回"]}
    first = answer("survey_scales", open_reader(store.root, version=0), Selection())
    assert "第3回はのちに訂正されたため、この版では示しません" in first.title
    done = zangaku("survey", "import", invited(tmp_path, count=16))
    assert "（版 1）を置き換えます。違いのある回は、前の版では示さなくなります" in done.out
    look()
    assert shown_of == {0: [], 1: [], 2: ["第3回"]}
    later = invited(tmp_path, count=20, wave=4, start="2026-09-01")
    assert zangaku("survey", "import", later).code == 0
    look()
    assert (
        shown_of[2] == shown_of[3] == ["第3回"]
    )  # another wave's list changes nothing of this one


@pytest.fixture
def another_form(own_layouts: Path) -> Callable[[Form], Path]:
    """A second layout of the answers, by the name of its files; and a form written to be read by it."""
    text = (own_layouts / "kakuu_survey.toml").read_text(encoding="utf-8")
    text = text.replace('name = "kakuu-survey"', 'name = "kakuu-survey-2"')
    text = text.replace("^架空市_意識調査_第", "^架空市_別の様式_第").replace(
        "タイムスタンプ", "回答時刻"
    )
    (own_layouts / "kakuu_survey_2.toml").write_text(text, encoding="utf-8")

    def save(form: Form) -> Path:
        head = ("回答時刻", *form.head[1:])
        named = replace(form, head=head, name=form.name.replace("意識調査", "別の様式"))
        return named.save(own_layouts.parent)

    return save


def test_the_same_wave_by_two_layouts_at_once_is_kept_out(
    another_form: Callable[[Form], Path], zangaku: Run, store: Store, tmp_path: Path
) -> None:
    """One of them would be lost."""
    paths = FORM.save(tmp_path), another_form(FORM.with_rows(*FORM.rows[:30]))
    said = sentence(zangaku("survey", "import", *paths), count=2)
    assert f"回「第3回」は、{paths[1].name} でも届いています" in said
    assert not store.versions()


def test_by_another_layout_it_replaces_the_wave_and_says_so(
    another_form: Callable[[Form], Path], zangaku: Run, store: Store, tmp_path: Path
) -> None:
    assert zangaku("survey", "import", FORM.save(tmp_path)).code == 0
    done = zangaku("survey", "import", another_form(FORM.with_rows(*FORM.rows[:30])))
    assert done.code == 0, done.said
    assert f"同じ回の {FORM.name}.csv（版 0）を置き換えます" in done.out
    assert shown(store, "survey_scales").facts["回答"].startswith("30人")


def waves_of(store: Store) -> list[Wave]:
    return [*Survey.of(open_reader(store.root)).waves]


def test_a_wave_that_was_corrected_can_be_restored(
    zangaku: Run, store: Store, tmp_path: Path
) -> None:
    assert zangaku("survey", "import", FORM.save(tmp_path)).code == 0
    first = given(store)
    late = ("2026/06/14 20:00:00", *FORM.rows[0][1:])
    zangaku("survey", "import", FORM.with_rows(*FORM.rows, late).save(tmp_path))
    assert given(store) != first
    done = zangaku("snapshots", "restore", "0")
    assert done.code == 0, done.said
    assert given(store) == first
    assert verify(store) == []


def grown(days: int = 2, **more: str) -> Form:
    """The form of the wave before with three more answers at its end, called another wave."""
    more_rows = [(f"2026/06/{14 + days:02d} 10:00:{at:02d}", *FORM.rows[at][1:]) for at in range(3)]
    return replace(
        FORM.with_rows(*FORM.rows, *more_rows), **{"name": "架空市_意識調査_第4回"} | more
    )


OVERLAPPING = "が重なっています。→ 同じ回の続きなら、回の名前（ファイルの名前か、回の列）を"


def test_a_form_that_grew_is_no_other_wave(zangaku: Run, store: Store, tmp_path: Path) -> None:
    """The difference of the two would be the answers of three people."""
    assert zangaku("survey", "import", FORM.save(tmp_path)).code == 0
    before = tree(store.root)
    said = sentence(zangaku("survey", "import", grown().save(tmp_path)))
    assert (
        "回「第4回」の回答と、回「第3回」の回答（架空市_意識調査_第3回.csv）" + OVERLAPPING in said
    )
    assert "「第3回」にして取り込んで置き換え" in said
    assert tree(store.root) == before
    assert zangaku("survey", "import", grown(name=FORM.name).save(tmp_path)).code == 0
    assert len({row["source_row"] for row in answered(store)}) == 51


def test_nor_is_it_where_months_name_the_waves(zangaku: Run, store: Store, tmp_path: Path) -> None:
    assert zangaku("survey", "import", replace(FORM, name="途中").save(tmp_path)).code == 0
    late = ("2026/07/02 10:00:00", *FORM.rows[0][1:])
    form = replace(FORM.with_rows(*FORM.rows, late), name="最後")
    said = sentence(zangaku("survey", "import", form.save(tmp_path)))
    assert "回「令和8年7月」の回答と、回「令和8年6月」の回答（途中.csv）" + OVERLAPPING in said


def test_nor_are_two_that_come_together(zangaku: Run, store: Store, tmp_path: Path) -> None:
    done = zangaku("survey", "import", FORM.save(tmp_path), grown().save(tmp_path))
    said = sentence(done, count=2)
    assert said.count(OVERLAPPING) == 2
    assert not store.versions()


@pytest.mark.parametrize("day", ["2026-06-20", "2027-06-20"])
def test_without_days_the_same_rows_tell_it(
    day: str, zangaku: Run, store: Store, tmp_path: Path
) -> None:
    first, later = FORM.without(0), grown().without(0)
    assert zangaku("survey", "import", first.save(tmp_path), "--as-of", "2026-06-14").code == 0
    for form in (later, later.with_rows(*reversed(later.rows))):  # the newest on top
        said = sentence(zangaku("survey", "import", form.save(tmp_path), "--as-of", day))
        assert OVERLAPPING in said
    others = grown().cells(lambda _: WORDS[2]).without(0)
    assert zangaku("survey", "import", others.save(tmp_path), "--as-of", day).code == 0


def test_waves_one_behind_the_other_are_two(zangaku: Run, store: Store, tmp_path: Path) -> None:
    """Though everybody answers the same again."""
    for wave, start in ((2, date(2025, 6, 1)), (3, date(2026, 6, 1)), (4, date(2026, 7, 1))):
        assert zangaku("survey", "import", Form.of(wave, start).save(tmp_path)).code == 0
    assert [wave.name for wave in waves_of(store)] == ["第2回", "第3回", "第4回"]


def test_a_changed_catalogue_reads_the_same_bytes_anew(
    survey_files: Path, zangaku: Run, store: Store, tmp_path: Path
) -> None:
    assert zangaku("survey", "import", FORM.save(tmp_path)).code == 0
    change(survey_files / "staff.toml", 'words = ["水道課"]', 'words = ["水道局", "水道課"]')
    assert "版 1 として" in zangaku("survey", "import", FORM.save(tmp_path)).out


# A store with a survey only -----------------------------------------------------------------------


def test_figures_of_balances_say_that_there_are_none_yet(
    zangaku: Run, store: Store, tmp_path: Path
) -> None:
    zangaku("survey", "import", FORM.save(tmp_path))
    for name in (
        "balance_by_year",
        "ranking",
        "receivables_by_claim",
        "shared_debtors",
        "survey_beside",
    ):
        done = zangaku("figure", name)
        assert not ENGLISH.search(done.said), done.said
        assert done.code == (0 if name == "survey_beside" else 6), name
    assert zangaku("figure", "survey_scales").code == 0


def test_a_store_without_a_survey_says_so(zangaku: Run, stocked: Path) -> None:
    done = zangaku("survey", "--store", stocked)
    assert done.code == 0
    assert "意識調査はまだ取り込まれていません（docs/意識調査の書き方.md）" in done.out
    done = zangaku("figure", "survey_scales", "--store", stocked)
    assert "意識調査の回答がまだありません" in done.said
    assert "Traceback" not in done.said
