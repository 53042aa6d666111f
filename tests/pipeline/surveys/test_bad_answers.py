"""The bad input that is to be expected of a form: one Japanese sentence, and nothing half-written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from analytics.store.snapshots import Store
from tests.pipeline.conftest import Done, Run
from tests.pipeline.surveys.forms import (
    FORM,
    TEXTS,
    Form,
    answered,
    change,
    invited,
    sentence,
    shown,
    stored_warnings,
    with_numbers,
)


def test_unknown_choice_text_is_answered_with_the_nearest_known_one(
    kept_out: Callable[[Form], Done],
) -> None:
    form = FORM
    for row in (5, 9, 10):
        form = form.cell(row, form.column(4), "どちらかと言えばそう思う")
    said = sentence(kept_out(form))
    assert (
        f"5行目「{TEXTS[3]}」: 問4の答え「どちらかと言えばそう思う」（5、9〜10行目、3人）は、"
        in said
    )
    assert "近いのは「どちらかといえばそう思う」です" in said
    assert (
        "表の言葉を直すか、目録（questions.toml）の [[choices]] の words に加えてください" in said
    )


def test_every_unknown_word_is_said_at_once(kept_out: Callable[[Form], Done]) -> None:
    form = FORM.cell(2, 3, "そう思ふ").cell(3, 4, "そう思ふ").cell(4, 4, "そうは思わない")
    done = kept_out(form)
    sentence(done, count=3)
    assert "受け入れず 3）" in done.out


ANSWERED_TWICE = "1人が2回以上答えた行があります"


def test_two_answers_by_one_respondent_are_told_by_their_rows(
    numbered: Path, kept_out: Callable[[Form], Done]
) -> None:
    said = sentence(kept_out(with_numbers(FORM, (3, 17), (5, 20))))
    assert f"3行目「回答者の番号」: {ANSWERED_TWICE}（3、17行目／5、20行目、2人）" in said
    assert '[answers] に twice = "last" と書いてください' in said
    assert "u003" not in said


def test_the_later_answer_counts_where_the_layout_says_so(
    numbered: Path, zangaku: Run, store: Store, tmp_path: Path
) -> None:
    change(numbered, "[answers]\n", '[answers]\ntwice = "last"\n')
    done = zangaku("survey", "import", with_numbers(FORM, (3, 17)).save(tmp_path))
    assert done.code == 0
    rows = {row["source_row"] for row in answered(store)}
    assert len(rows) == 47
    assert 3 not in rows
    assert f"{ANSWERED_TWICE}（3、17行目、1人）。あとの答えだけを数えます" in done.out


def test_the_same_row_twice_is_one_person_twice(kept_out: Callable[[Form], Done]) -> None:
    """Without a number of the respondent: every cell the same, the time to the second too."""
    said = sentence(kept_out(FORM.with_rows(*FORM.rows, FORM.rows[4])))
    assert f"{ANSWERED_TWICE}（6、50行目、1人）" in said


def to_the_minute(form: Form) -> Form:
    return form.with_rows(*((row[0][:16], *row[1:]) for row in form.rows))


@pytest.mark.parametrize("end", ["", ":00"])
def test_two_who_tick_alike_in_one_minute_are_two(
    end: str, zangaku: Run, store: Store, tmp_path: Path
) -> None:
    """A spreadsheet adds 00 to every minute: that tells no second."""
    form = to_the_minute(FORM)
    form = form.with_rows(*((row[0] + end, *row[1:]) for row in (*form.rows, form.rows[4])))
    done = zangaku("survey", "import", form.save(tmp_path))
    assert done.code == 0, done.said
    assert "すべて同じ行があります（6、50行目）。別の人の回答として、そのまま数えます" in done.out
    assert "同じ行が2度書き出されていないかを見てください" in done.out
    assert len(answered(store)) == 49 * 25


def test_where_nobody_is_named_whole_rows_are_compared(
    own_layouts: Path, kept_out: Callable[[Form], Done]
) -> None:
    change(own_layouts / "kakuu_survey.toml", "[columns]\n", '[columns]\nrespondent = ["メール"]\n')
    rows = (*FORM.rows, FORM.rows[4])
    said = sentence(kept_out(FORM.with_rows(*rows).beside("メール", ["anonymous"] * 49)))
    assert f"{ANSWERED_TWICE}（6、50行目、1人）" in said


@pytest.mark.parametrize("word", ["anonymous", "", "匿名"])
def test_a_form_that_names_nobody_has_no_one_answer_twice(
    word: str, own_layouts: Path, zangaku: Run, store: Store, tmp_path: Path
) -> None:
    change(own_layouts / "kakuu_survey.toml", "[columns]\n", '[columns]\nrespondent = ["メール"]\n')
    form = FORM.beside("メール", [word] * len(FORM.rows))
    assert zangaku("survey", "import", form.save(tmp_path)).code == 0
    assert len(answered(store)) == 48 * 25


def test_a_scale_with_one_question_is_taken_in_and_has_no_alpha(
    survey_files: Path, zangaku: Run, store: Store, tmp_path: Path
) -> None:
    path = survey_files / "questions.toml"
    change(path, 'number = 25\nscale = "both_wheels"', 'number = 25\nscale = "resources"')
    assert zangaku("survey", "import", FORM.save(tmp_path)).code == 0
    figure = shown(store, "survey_scales")
    frame = figure.frame.set_index("scale_name")
    assert frame.loc["サービスと支払いの両輪", "alpha_words"] == "設問が1つのため出せない"
    assert frame.loc["サービスと支払いの両輪", "answered_count"] == 48
    assert zangaku("figure", "survey_scales").code == 0


def test_changed_wording_under_the_same_number_is_told_and_not_compared(
    zangaku: Run, store: Store, tmp_path: Path
) -> None:
    before = Form.of(2, date(2025, 6, 1)).heads(lambda number, text: f"問{number}．{text}")
    changed = "残額について、上司から毎週の話がある"
    now = FORM.heads(lambda number, text: f"問{number}．{changed if number == 12 else text}")
    assert zangaku("survey", "import", before.save(tmp_path)).code == 0
    done = zangaku("survey", "import", now.save(tmp_path))
    assert done.code == 0
    (said,) = [line for line in done.out.splitlines() if line.startswith("注意")]
    assert (
        f"1行目「問12．{changed}」: 問12の文言が、目録と違います（目録は「{TEXTS[11]}」）" in said
    )
    assert "新しい文言を足してください" in said
    words = {row["wording"] for row in answered(store) if row["question"] == "問12"}
    assert words == {TEXTS[11], changed}
    assert any(
        "問12" in note and "比べていません" in note
        for note in shown(store, "survey_questions").notes
    )
    scales = shown(store, "survey_scales").frame.set_index("scale_name")
    assert scales.loc["責任", "verdict"] == "比べられない"


def test_nearly_the_same_wording_is_kept_out(kept_out: Callable[[Form], Done]) -> None:
    """Who knows whether it is another question."""
    form = FORM.heads(lambda number, text: text[:-1] if number == 12 else text)
    said = sentence(kept_out(form))
    assert (
        f"1行目「{TEXTS[11][:-1]}」: 問12「{TEXTS[11]}」に似ていますが、同じ文言ではありません"
        in said
    )
    assert "レイアウトの ignored に" in said


def test_a_wave_with_three_answers_is_taken_in_and_not_shown(
    zangaku: Run, store: Store, tmp_path: Path
) -> None:
    form = FORM.with_rows(*FORM.rows[:3])
    done = zangaku("survey", "import", form.save(tmp_path))
    assert done.code == 0
    assert (
        "この回の回答は10人に足りないため、画面には示しません。→ 締め切りの後に、全員の" in done.out
    )
    listed = zangaku("survey").out
    assert "10人未満" in listed
    for name in ("survey_scales", "survey_questions", "survey_groups", "survey_course"):
        printed = zangaku("figure", name, "--format", "csv")
        assert printed.code == 0
        assert "どちらかといえば" not in printed.out
        figure = shown(store, name)
        told = "".join(
            (figure.title, figure.headline, *figure.notes, *figure.facts.values(), figure.empty)
        )
        assert "3人" not in told
        assert figure.frame.empty or figure.frame.select_dtypes("number").isna().all().all()
    assert all("3" not in str(row["message"]) for row in stored_warnings(store))


def test_more_answers_than_invited_is_told_and_not_weighted(
    zangaku: Run, store: Store, tmp_path: Path
) -> None:
    done = zangaku("survey", "import", FORM.save(tmp_path), invited(tmp_path, count=11))
    assert done.code == 0
    figure = shown(store, "survey_scales")
    assert figure.facts["回答"] == "配布44人より多い48人"
    (said,) = [note for note in figure.notes if "配布数より回答の多い群" in note]
    assert "重みは付けていません。配布数を確かめてください" in said


def test_all_the_same_answer_is_taken_in_and_questioned(
    zangaku: Run, store: Store, tmp_path: Path
) -> None:
    """Somebody ticked one column down; or the export went wrong."""
    done = zangaku("survey", "import", FORM.cells(lambda _: "そう思う").save(tmp_path))
    assert done.code == 0
    assert "向きの違う設問のすべてに同じ答えを選んだ人が少なくありません" in done.out
    (note,) = [one for one in shown(store, "survey_questions").notes if "全員の答えが同じ側" in one]
    assert note.endswith("回答の言葉の読み違いや、出力の誤りがないかを確かめてください。")


def test_a_group_that_exists_in_one_wave_only_is_not_compared(
    zangaku: Run, store: Store, tmp_path: Path
) -> None:
    before = Form.of(2, date(2025, 6, 1))
    only = before.with_rows(
        *((*row[:2], "福祉課" if row[2] == "税務課" else row[2], *row[3:]) for row in before.rows)
    )
    assert zangaku("survey", "import", only.save(tmp_path)).code == 0
    assert zangaku("survey", "import", FORM.save(tmp_path)).code == 0
    notes = shown(store, "survey_groups", breakdown="department_group").notes
    assert "「税」は第3回だけにあるため、比べられません。" in notes
    assert "「福祉」は第2回だけにあるため、比べられません。" in notes


def test_nothing_suppressed_leaks_through_what_is_stored_of_an_import(
    zangaku: Run, store: Store, tmp_path: Path
) -> None:
    """Two of a small office: their answers are in the store's rows, and in no finding, commit or list."""
    pair = [(*row[:2], "会計課", *row[3:]) for row in FORM.rows[:2]]
    fresh = [(f"2026/06/09 15:00:{at:02d}", *row[1:]) for at, row in enumerate(pair)]
    done = zangaku("survey", "import", FORM.with_rows(*FORM.rows, *fresh).save(tmp_path))
    assert done.code == 0
    assert "会計" not in done.said
    heat = shown(store, "survey_groups", breakdown="department_group").frame
    small = heat[heat["group_name"] == "会計"]
    assert small["score_points"].isna().all()
    assert small["answered_count"].isna().all()
    assert set(small["reason"]) == {"回答が少ないか、引き算で分かるため"}
    assert all("会計" not in str(row) for row in stored_warnings(store))
