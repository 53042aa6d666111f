"""However a form tool writes them, the same answers are read: words, encodings, heads, days and waves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from analytics.intake.layouts import AnyLayout
from analytics.store.importing import take_in_month
from analytics.store.snapshots import Store
from analytics.store.verify import verify
from tests.pipeline.conftest import Done, Run
from tests.pipeline.surveys.forms import (
    FORM,
    MAIL,
    THOUGHT,
    VERY,
    WORDS,
    Answered,
    Form,
    answered,
    change,
    given,
    sentence,
    to_number,
)

# As forms write -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory, layouts: list[AnyLayout]) -> list[Answered]:
    """What the plain form says."""
    folder = tmp_path_factory.mktemp("usual")
    assert take_in_month(Store(folder / "store"), [FORM.save(folder)], layouts).new
    found = given(Store(folder / "store"))
    assert len(found) == 48 * 25
    assert {row[-1] for row in found} == {1, 2, 3, 4, 5}
    return found


WAYS: dict[str, Form] = {
    "問3．": FORM.heads(lambda number, text: f"問{number}．{text}"),
    "Q3.": FORM.heads(lambda number, text: f"Q{number}. {text} *"),
    "(3)": FORM.heads(lambda number, text: f"（{number}） {text}（必須）"),
    "counted otherwise": FORM.heads(lambda number, text: f"{number + 2}. {text}"),
    "a grid": FORM.heads(lambda _, text: f"次のことを、どう思いますか [{text}]"),
    "full width": FORM.heads(lambda number, text: f"問{number}　{text}".replace("、", "、 ")),
    "5": FORM.cells(to_number),
    "５": FORM.cells(lambda word: chr(ord(to_number(word)) + 0xFEE0)),
    "５．そう思う": FORM.cells(lambda word: f"{to_number(word)}．{word}"),
    "⑤そう思う": FORM.cells(lambda word: "①②③④⑤"[int(to_number(word)) - 1] + word),
    "spaces": FORM.cells(lambda word: f" {word}　"),
    "とてもそう思う": FORM.cells(lambda word: VERY[WORDS.index(word)]),
    "shuffled": replace(
        FORM,
        head=FORM.head[::-1],
        rows=tuple(row[::-1] for row in FORM.rows),
    ),
    "blank rows": FORM.with_rows(*(each for row in FORM.rows for each in (row, ("",) * 29))),
    "ragged rows": FORM.with_rows(*(row[:-1] for row in FORM.rows)),
    "more columns": FORM.beside("アドレス", [MAIL] * 48).beside("何でも", [THOUGHT] * 48),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_same_answers_are_read_however_a_form_writes_them(
    way: str, usual: list[Answered], zangaku: Run, store: Store, tmp_path: Path
) -> None:
    done = zangaku("survey", "import", WAYS[way].save(tmp_path))
    assert done.code == 0, done.said
    assert given(store) == usual
    assert verify(store) == []


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
def test_so_they_are_in_every_encoding_of_the_layout(
    encoding: str, usual: list[Answered], zangaku: Run, store: Store, tmp_path: Path
) -> None:
    for form in (FORM, WAYS["問3．"]):
        assert zangaku("survey", "import", form.save(tmp_path, encoding)).code == 0
        assert given(store) == usual


@pytest.mark.parametrize("way", ["問3．", "5", "more columns"])
def test_and_in_a_workbook(
    way: str, usual: list[Answered], zangaku: Run, store: Store, tmp_path: Path
) -> None:
    """Days are days there, and 5 is a number."""
    done = zangaku("survey", "import", WAYS[way].workbook(tmp_path))
    assert done.code == 0, done.said
    assert given(store) == usual
    assert {row["fielded_on"] for row in answered(store)} == {
        date(2026, 6, day) for day in range(1, 15)
    }


def test_a_title_above_the_head_is_passed_over(
    usual: list[Answered], zangaku: Run, store: Store, tmp_path: Path
) -> None:
    path = FORM.save(tmp_path)
    path.write_bytes("職員意識調査（第3回）の回答\r\n\r\n".encode() + FORM.text.encode())
    assert zangaku("survey", "import", path).code == 0
    assert given(store) == usual
    assert (
        min(int(str(row["source_row"])) for row in answered(store)) == 4
    )  # as a spreadsheet counts


def test_bare_numbers_are_read_as_the_catalogue_asks_and_said(
    usual: list[Answered], zangaku: Run, store: Store, tmp_path: Path
) -> None:
    done = zangaku("survey", "import", FORM.heads(lambda number, _: f"問{number}").save(tmp_path))
    assert done.code == 0
    assert given(store) == usual
    assert done.out.count("見出しが番号だけなので") == 20  # one kind of finding is shown so often
    assert "ほか 5件" in done.out


def test_the_words_of_the_day_are_those_of_a_bare_number(
    zangaku: Run, store: Store, tmp_path: Path
) -> None:
    early = Form.of(2, date(2026, 3, 1)).heads(lambda number, _: f"問{number}")
    assert zangaku("survey", "import", early.save(tmp_path)).code == 0
    (word,) = {row["wording"] for row in answered(store) if row["question"] == "問20"}
    assert word == "上司は、未収金の対策に取り組んでいる"


def test_missing_questions_are_said_and_the_others_kept(
    zangaku: Run, store: Store, tmp_path: Path
) -> None:
    form = FORM.without(FORM.column(24)).without(FORM.column(3))
    done = zangaku("survey", "import", form.save(tmp_path))
    assert done.code == 0
    assert "問3、問24の列がありません。この回では聞かなかったものとして読みます" in done.out
    assert len({row["question"] for row in answered(store)}) == 23


def test_without_ranks_the_answers_are_kept_and_that_is_said(
    zangaku: Run, store: Store, tmp_path: Path
) -> None:
    done = zangaku("survey", "import", FORM.without(1).save(tmp_path))
    assert done.code == 0
    assert "職位の列（あなたの職位・職位）がありません。職位ごとには示せません" in done.out
    assert {row["rank_group"] for row in answered(store)} == {None}


def test_columns_that_are_not_read_are_named(zangaku: Run, store: Store, tmp_path: Path) -> None:
    done = zangaku("survey", "import", WAYS["more columns"].save(tmp_path))
    assert (
        "1行目: 設問の目録にもレイアウトにもない列は読みません（「アドレス」、「何でも」）"
        in done.out
    )


def test_rows_without_any_answer_do_not_count(zangaku: Run, store: Store, tmp_path: Path) -> None:
    silent = ("2026/06/09 17:00:00", "一般職員", "水道課", *[""] * 26)
    done = zangaku("survey", "import", FORM.with_rows(*FORM.rows, silent).save(tmp_path))
    assert done.code == 0
    assert "どの設問にも答えていない1行は、回答に数えません" in done.out
    assert len({row["source_row"] for row in answered(store)}) == 48


def test_a_row_with_too_many_cells_keeps_the_file_out(kept_out: Callable[[Form], Done]) -> None:
    form = FORM.with_rows(*FORM.rows[:4], (*FORM.rows[4], "", "あ"), *FORM.rows[5:])
    said = sentence(kept_out(form))
    assert "6行目: 見出し（29列）より多くのセルがある行があります（6行目）" in said


@pytest.mark.parametrize("kept", [0, 1])
def test_a_form_without_an_answer_is_kept_out(
    kept: int, zangaku: Run, store: Store, tmp_path: Path
) -> None:
    form = FORM.with_rows(*[("",) * 29] * kept)
    said = zangaku("survey", "import", form.save(tmp_path), "--as-of", "2026-06-14")
    assert "見出しの下に回答がありません。→ 回答のあるファイルを選んでください" in sentence(said)
    assert not store.versions()


# Which wave ---------------------------------------------------------------------------------------


def test_without_a_time_the_day_is_given_by_hand(
    usual: list[Answered], zangaku: Run, store: Store, tmp_path: Path
) -> None:
    form = FORM.without(0)
    said = sentence(zangaku("survey", "import", form.save(tmp_path)))
    assert "いつの調査か分かりません" in said
    assert "--as-of で調査の最後の日（例: 2026-06-19）を指定してください" in said
    assert not store.versions()
    done = zangaku("survey", "import", form.save(tmp_path), "--as-of", "2026-06-14")
    assert done.code == 0
    assert "令和8年6月14日現在" in done.out
    assert given(store) == usual


def test_two_waves_in_one_file_are_kept_out(
    own_layouts: Path, kept_out: Callable[[Form], Done]
) -> None:
    change(own_layouts / "kakuu_survey.toml", "[columns]\n", '[columns]\nwave = ["回"]\n')
    form = FORM.beside("回", ["第2回"] * 20 + ["第3回"] * 28)
    said = sentence(kept_out(form))
    assert (
        "2つ以上の回の答えがあります（第2回、第3回）。→ 1回ごとに、ファイルを分けてください" in said
    )


def test_two_waves_one_below_the_other_are_remarked_on(
    zangaku: Run, store: Store, tmp_path: Path
) -> None:
    """A form that is used again goes on where it ended: only its days tell."""
    form = FORM.with_rows(*Form.of(2, date(2025, 6, 1)).rows, *FORM.rows)
    done = zangaku("survey", "import", form.save(tmp_path))
    assert done.code == 0
    assert "回答日が令和7年6月1日から令和8年6月14日まで、長い期間にわたっています" in done.out


def test_a_column_may_name_the_wave(
    own_layouts: Path, zangaku: Run, store: Store, tmp_path: Path
) -> None:
    path = own_layouts / "kakuu_survey.toml"
    change(path, "[columns]\n", '[columns]\nwave = ["回"]\n')
    form = replace(FORM.beside("回", ["第３回"] * 48), name="回答_20260620")
    assert zangaku("survey", "import", form.save(tmp_path)).code == 0
    assert {row["wave"] for row in answered(store)} == {"第3回"}


def test_a_column_that_names_another_wave_than_the_file_keeps_it_out(
    own_layouts: Path, kept_out: Callable[[Form], Done]
) -> None:
    change(own_layouts / "kakuu_survey.toml", "[columns]\n", '[columns]\nwave = ["回"]\n')
    said = sentence(kept_out(FORM.beside("回", ["第4回"] * 48)))
    assert "ファイル名は「第3回」ですが、回の列は「第4回」です" in said


def test_else_the_month_names_it(zangaku: Run, store: Store, tmp_path: Path) -> None:
    form = replace(FORM, name="フォームの回答")
    assert zangaku("survey", "import", form.save(tmp_path)).code == 0
    assert {row["wave"] for row in answered(store)} == {"令和8年6月"}


# Choices that cannot be decided -------------------------------------------------------------------


@pytest.fixture
def undecided(own_layouts: Path) -> Path:
    """A layout that does not say which set of words is used."""
    path = own_layouts / "kakuu_survey.toml"
    change(path, 'choices = "そう思う・どちらかといえば"\n', "")
    return path


def test_a_word_of_two_sets_is_not_guessed(
    undecided: Path, zangaku: Run, store: Store, tmp_path: Path
) -> None:
    done = zangaku("survey", "import", FORM.cells(lambda _: "そう思う").save(tmp_path))
    assert done.code == 3
    assert "の答えの言葉は2つの組にあり、何番目の答えか決められません" in done.errors[0]
    assert "レイアウトの [answers] choices に、使った組の名前を書いてください" in done.errors[0]
    assert "回答に数えません" not in done.said  # nobody knows yet what was answered
    assert not store.versions()


def test_a_set_that_does_not_exist_is_said(
    own_layouts: Path, zangaku: Run, store: Store, tmp_path: Path
) -> None:
    path = own_layouts / "kakuu_survey.toml"
    change(path, 'choices = "そう思う・どちらかといえば"', 'choices = "そう思う"')
    said = sentence(zangaku("survey", "import", FORM.save(tmp_path)))
    assert "[answers] choices の「そう思う」は、目録の答えの言葉の組にありません" in said
    assert "そう思う・どちらかといえば、とてもそう思う・そう思う、あてはまる、5から1の番号" in said
