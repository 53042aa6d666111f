"""Answers as form tools export them, through the real command and import: taken in whole, or kept out with a sentence.

A `Form` is an export of 架空市's questionnaire with one thing done to it. It has twelve persons of each of two ranks in
each of two offices: enough to be shown.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import xlsxwriter

from analytics.figures import Selection, answer
from analytics.figures.figure import Figure
from analytics.figures.survey.asked import Wave
from analytics.figures.survey.given import Survey
from analytics.intake.layouts import AnyLayout
from analytics.ledger.survey_file import read_catalogue
from analytics.settings import DATA
from analytics.store.documents import read_documents
from analytics.store.importing import take_in_month
from analytics.store.reader import open_reader
from analytics.store.snapshots import Store
from analytics.store.verify import verify
from tests.pipeline.conftest import Done, Run, tree

ZANGAKU = Path(sys.executable).with_name("zangaku")
TEXTS = tuple(one.text for one in read_catalogue(DATA / "survey").questions)
WORDS = (
    "そう思う",
    "どちらかといえばそう思う",
    "どちらともいえない",
    "どちらかといえばそう思わない",
    "そう思わない",
)
VERY = ("とてもそう思う", "そう思う", "どちらともいえない", "そう思わない", "まったくそう思わない")
WHO = ("タイムスタンプ", "あなたの職位", "あなたの所属")
OPINION = "ご意見があれば書いてください"
NAME, MAIL, THOUGHT = "白鷺沢　桜之介", "sakuranosuke@shirasagi.example", "白鷺沢課長は何もしない"
ENGLISH = re.compile(r"Traceback|Error\b|Exception|None\b|nan\b")


@dataclass(frozen=True)
class Form:
    """An export: its head, and the cells below it. Rows count from 1, the head is row 1."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    name: str = "架空市_意識調査_第3回"

    @classmethod
    def of(cls, wave: int = 3, start: date = date(2026, 6, 1)) -> Form:
        """An answer of every kind to every question."""
        people = [
            (rank, office) for rank in ("係長級", "一般職員") for office in ("水道課", "税務課")
        ] * 12
        rows = [
            (
                f"{start.replace(day=1 + at % 14):%Y/%m/%d} 09:{at // 60:02d}:{at % 60:02d}",
                *who,
                *(WORDS[(at * 3 + question * (1 + at % 4)) % 5] for question in range(len(TEXTS))),
                "",
            )
            for at, who in enumerate(people)
        ]
        return cls((*WHO, *TEXTS, OPINION), tuple(rows), f"架空市_意識調査_第{wave}回")

    def column(self, question: int) -> int:
        """Where 問*question* stands."""
        return len(WHO) + question - 1

    def cell(self, row: int, column: int, words: str) -> Form:
        cells = [*self.rows[row - 2]]
        cells[column] = words
        return self.with_rows(*self.rows[: row - 2], tuple(cells), *self.rows[row - 1 :])

    def with_rows(self, *rows: tuple[str, ...]) -> Form:
        return replace(self, rows=rows)

    def heads(self, change: Callable[[int, str], str]) -> Form:
        """The heads of its questions changed: number and text."""
        own = [change(number, text) for number, text in enumerate(TEXTS, start=1)]
        return replace(self, head=(*WHO, *own, OPINION))

    def cells(self, change: Callable[[str], str]) -> Form:
        """Every answer changed alike."""
        return self.with_rows(*((*row[:3], *map(change, row[3:-1]), row[-1]) for row in self.rows))

    def beside(self, header: str, cells: Iterable[str]) -> Form:
        """Another column on the right."""
        rows = zip(self.rows, cells, strict=True)
        return replace(
            self, head=(*self.head, header), rows=tuple((*row, one) for row, one in rows)
        )

    def without(self, column: int) -> Form:
        def cut(row: tuple[str, ...]) -> tuple[str, ...]:
            return row[:column] + row[column + 1 :]

        return replace(self, head=cut(self.head), rows=tuple(map(cut, self.rows)))

    @property
    def text(self) -> str:
        into = io.StringIO()
        csv.writer(into, lineterminator="\r\n").writerows([self.head, *self.rows])
        return into.getvalue()

    def save(self, folder: Path, encoding: str = "utf-8-sig") -> Path:
        path = folder / f"{self.name}.csv"
        path.write_bytes(self.text.encode(encoding))
        return path

    def workbook(self, folder: Path) -> Path:
        """As the tool with workbooks writes it: days as days, numbers as numbers."""
        path = folder / f"{self.name}.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet, days = (
                book.add_worksheet("Sheet1"),
                book.add_format({"num_format": "yyyy/m/d h:mm"}),
            )
            sheet.write_row(0, 0, self.head)
            for at, row in enumerate(self.rows, start=1):
                sheet.write_row(at, 0, [int(cell) if cell.isdigit() else cell for cell in row])
                day = date(*map(int, row[0].split()[0].split("/")))
                sheet.write_datetime(at, 0, day, days)
        return path


FORM = Form.of()
OFFICES = {"水道課": "上下水道", "税務課": "税"}


def invited(folder: Path, count: int = 15, wave: int = 3, start: str = "2026-06-01") -> Path:
    """*count* persons of each rank in each office."""
    path = folder / f"架空市_意識調査_第{wave}回_配布数.csv"
    rows = [("回", "実施開始日", "実施終了日", "職位", "所属", "配布数")]
    rows += [
        (f"第{wave}回", start, f"{start[:-2]}14", rank, office, str(count))
        for rank in ("係長級", "一般職員")
        for office in OFFICES
    ]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """An empty store, which the command uses."""
    monkeypatch.setenv("ZANGAKU_STORE", str(tmp_path / "store"))
    return Store(tmp_path / "store")


@pytest.fixture
def survey_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the catalogue and the table of staff, which may be changed."""
    folder = Path(shutil.copytree(DATA / "survey", tmp_path / "own-survey"))
    monkeypatch.setenv("ZANGAKU_SURVEY", str(folder))
    return folder


@pytest.fixture
def own_layouts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the layouts that ship, which may be changed."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "open").symlink_to(DATA / "open")
    folder = Path(shutil.copytree(DATA / "layouts", tmp_path / "own" / "layouts"))
    monkeypatch.setenv("ZANGAKU_LAYOUTS", str(folder))
    return folder


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def answered(store: Store) -> list[dict[str, object]]:
    """Every answer of the newest version."""
    reader = open_reader(store.root)
    files = store.files_beside(reader.version, "survey")
    return [row for file in files for row in pq.read_table(file).to_pylist()]


Answered = tuple[object, ...]


def given(store: Store) -> list[Answered]:
    """What was answered, without where it stands: the same however a form wrote it."""
    names = ("wave", "rank_group", "department_group", "question", "wording", "answer")
    return sorted((tuple(row[name] for name in names) for row in answered(store)), key=str)


def stored_warnings(store: Store) -> list[dict[str, object]]:
    found: list[dict[str, object]] = read_documents(store, store.latest() or 0)[
        "findings"
    ].to_pylist()
    return found


def shown(store: Store, name: str, **more: object) -> Figure:
    return answer(name, open_reader(store.root), Selection(**more))  # type: ignore[arg-type]


def sentence(done: Done, code: str = "", count: int = 1) -> str:
    """The *count* errors that kept a file out, in one sentence each: place, what is wrong, what to do."""
    assert done.code == 3, done.said
    assert not ENGLISH.search(done.said), done.said
    assert len(done.errors) == count, done.said
    for line in done.errors:
        assert re.fullmatch(
            r"誤り \S+ (ファイル全体|\d+行目(「.+?」)?|「.+?」): .+。→ .+。", line
        ), line
    return "\n".join(done.errors)


@pytest.fixture
def kept_out(zangaku: Run, store: Store, tmp_path: Path) -> Callable[[Form], Done]:
    """Import a form into a store that holds a month's wave before: nothing of that may change."""

    def run(form: Form, *options: object) -> Done:
        assert zangaku("survey", "import", Form.of(2, date(2025, 6, 1)).save(tmp_path)).code == 0
        before = tree(store.root)
        done = zangaku("survey", "import", form.save(tmp_path), *options)
        assert tree(store.root) == before
        assert f"{form.name}.csv は取り込みませんでした" in done.err
        return done

    return run


# The bad input that the issue names ----------------------------------------------------------------------


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


def with_numbers(form: Form, *twice: tuple[int, int]) -> Form:
    numbers = [f"u{at:03d}" for at, _ in enumerate(form.rows, start=2)]
    for first, again in twice:
        numbers[again - 2] = numbers[first - 2]
    return form.beside("職員番号", numbers)


@pytest.fixture
def numbered(own_layouts: Path) -> Path:
    """A layout whose form asks for a number of the respondent."""
    path = own_layouts / "kakuu_survey.toml"
    change(path, "[columns]\n", '[columns]\nrespondent = ["職員番号"]\n')
    return path


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


# As forms write ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory, layouts: list[AnyLayout]) -> list[Answered]:
    """What the plain form says."""
    folder = tmp_path_factory.mktemp("usual")
    assert take_in_month(Store(folder / "store"), [FORM.save(folder)], layouts).new
    found = given(Store(folder / "store"))
    assert len(found) == 48 * 25
    assert {row[-1] for row in found} == {1, 2, 3, 4, 5}
    return found


def to_number(word: str) -> str:
    return str(5 - WORDS.index(word))


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


# Which wave ----------------------------------------------------------------------------------------------


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


# Versions ------------------------------------------------------------------------------------------------


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


# Ranks and departments -----------------------------------------------------------------------------------


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
    done = zangaku("survey", "import", wrong, asked)
    assert done.code == 3
    assert "一緒に渡したほかのファイルも取り込んでいません" in done.err
    assert not store.versions()
    assert zangaku("survey", "import", FORM.save(tmp_path), asked).code == 0


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


# Choices that cannot be decided --------------------------------------------------------------------------


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


# A faulty file of the survey -----------------------------------------------------------------------------


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


# A store with a survey only ------------------------------------------------------------------------------


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


# Nobody's name -------------------------------------------------------------------------------------------


def test_no_personal_value_is_in_the_store_beside_the_file_itself(
    zangaku: Run, store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Names, addresses and opinions stand in columns that are not read; the file is kept as it came."""
    form = FORM.beside("名前", [NAME] * 48).beside("メール", [MAIL] * 48)
    form = form.cell(2, len(FORM.head) - 1, THOUGHT)
    done = zangaku("survey", "import", form.save(tmp_path), invited(tmp_path))
    assert done.code == 0
    said = done.said + caplog.text + str(stored_warnings(store))
    kept = {
        path.relative_to(store.root).parts[0]
        for path in store.root.rglob("*")
        if path.is_file()
        and any(word.encode() in path.read_bytes() for word in (NAME, MAIL, THOUGHT))
    }
    assert kept == {"sources"}
    assert not any(word in said for word in (NAME, MAIL, THOUGHT, "白鷺沢"))
    assert all(
        word not in str(row) for row in answered(store) for word in (NAME, MAIL, THOUGHT, "09:00")
    )


@pytest.mark.parametrize("column", [1, 2, 3, 12])
@pytest.mark.parametrize("word", [NAME, MAIL, THOUGHT])
def test_a_name_in_the_wrong_column_is_told_by_its_shape(
    column: int, word: str, kept_out: Callable[[Form], Done]
) -> None:
    done = kept_out(FORM.cell(7, column, word))
    said = sentence(done)
    assert "7行目" in said
    assert word not in done.said
    assert "白鷺沢" not in done.said
    assert "shirasagi" not in done.said


def test_a_file_without_a_head_tells_nobody(zangaku: Run, store: Store, tmp_path: Path) -> None:
    """Its first row would be one person's."""
    numbers = FORM.cells(to_number).beside("名前", [NAME] * 48)
    form = replace(numbers, head=numbers.rows[0], rows=numbers.rows[1:])
    done = zangaku("survey", "import", form.save(tmp_path))
    assert done.code == 3
    assert not store.versions()
    assert "白鷺沢" not in done.said
    assert not ENGLISH.search(done.said)


def test_warnings_that_are_stored_tell_how_nobody_answered(
    numbered: Path, zangaku: Run, store: Store, tmp_path: Path
) -> None:
    """Everything that may be remarked on at once: no warning holds an answer, or the words of one person."""
    change(numbered, "[answers]\n", '[answers]\ntwice = "last"\n')
    form = FORM.with_rows(*FORM.rows, ("2026/06/09 17:00:00", "一般職員", "水道課", *[""] * 26))
    form = form.with_rows(
        *form.rows, ("2026/06/09 18:00:00", "課長級", "会計課", *["そう思わない"] * 25, THOUGHT)
    )
    form = form.heads(lambda number, text: f"問{number}" if number == 3 else f"問{number}．{text}")
    form = with_numbers(form, (3, 17)).without(form.column(9)).beside("氏名", [NAME] * 50)
    done = zangaku("survey", "import", form.save(tmp_path))
    assert done.code == 0, done.said
    stored = stored_warnings(store)
    codes = {row["code"] for row in stored}
    assert codes >= {
        "unread_column",
        "missing_question",
        "bare_number",
        "no_answers",
        "answered_twice",
    }
    assert "straight_lines" not in codes  # one person's: it would tell all that this one answered
    for row in stored:
        told = f"{row['message']}{row['todo']}{row['column']}"
        assert not any(word in told for word in (*WORDS, *VERY, THOUGHT, NAME, "会計", "課長級"))
        assert row["row"] in (None, 1) or row["code"] == "answered_twice"


# Results that somebody else counted ----------------------------------------------------------------------


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


def test_there_is_but_one_whole(counted: Callable[..., Path], zangaku: Run, store: Store) -> None:
    said = sentence(
        zangaku("survey", "import", counted("2025,,合 計,", "2025,,係長級,", "2025,,,全庁"))
    )
    assert "同じ回・群・設問の割合が2つ以上あります（2行: 2・4行目）" in said
    assert not store.versions()


# The command ---------------------------------------------------------------------------------------------


def test_the_questionnaire_is_what_the_import_knows() -> None:
    """`zangaku survey questions`, in a process of its own: its bytes are a file for a spreadsheet."""
    done = subprocess.run([ZANGAKU, "survey", "questions"], capture_output=True, check=True)
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig"))))
    assert [row["設問の文"] for row in rows] == list(TEXTS)
    assert [row["設問"] for row in rows] == [f"問{number}" for number in range(1, 26)]
    assert {tuple(row["答えの選択肢"].split(" / ")) for row in rows} == {WORDS}


def test_a_named_layout_of_the_answers_leaves_the_list_of_the_invited_alone(
    zangaku: Run, store: Store, tmp_path: Path
) -> None:
    files = (FORM.save(tmp_path), invited(tmp_path))
    done = zangaku("survey", "import", *files, "--layout", "kakuu-survey")
    assert done.code == 0, done.said
    assert len(store.versions()) == 1
    assert shown(store, "survey_response").frame["invited_count"].iloc[0] == 60


def test_an_unknown_layout_is_answered_with_those_there_are(
    zangaku: Run, store: Store, tmp_path: Path
) -> None:
    done = zangaku("survey", "import", FORM.save(tmp_path), "--layout", "kakuu-servey")
    assert done.code == 3
    assert "レイアウト「kakuu-servey」はありません" in done.err


def test_check_says_the_same_and_writes_nothing(zangaku: Run, store: Store, tmp_path: Path) -> None:
    path = FORM.cell(5, 3, "そう思ふ").save(tmp_path)
    done = zangaku("check", path)
    assert "近いのは「そう思う」です" in sentence(done)
    told = json.loads(zangaku("check", path, "--json").out)
    assert (told["record"], told["rows_read"], told["rejected_rows"]) == ("survey", 48, 1)
    assert not store.root.exists() or not store.versions()
