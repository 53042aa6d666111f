"""`zangaku layouts suggest`: a draft for every way in which the made-up departments write, and for stranger files."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.errors import InputFault
from analytics.intake.fitting import choose_layout
from analytics.intake.layouts import read_layout, read_layouts
from analytics.intake.reading import read_source
from analytics.intake.records.layout import RecordLayout
from analytics.intake.suggesting.suggest import Suggestion, suggest
from analytics.intake.tables.source import open_source
from analytics.sample import Plan, first_month_of, make_city
from analytics.settings import DATA
from tests.sampled import layout_of, layouts, read
from tests.test_docs import EXAMPLES, blocks

ZANGAKU = Path(sys.executable).with_name("zangaku")
FORMS = sorted(layouts())
PRIVATE = ("name", "name_kana", "address", "phone", "guarantor", "debtor_key", "resident_key")


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The name of a shipped layout → a file of its form."""
    folder = tmp_path_factory.mktemp("suggest") / "city"
    make_city(folder, Plan(3000, *first_month_of("2026-10", 3), 1))
    files = [
        *(folder / "2026-10").iterdir(),
        *(folder / "会議").iterdir(),
        *(folder / "意識調査").glob("*_配布数.csv"),  # answers need no draft: questions are known
    ]
    return {layout_of(path).name: path for path in files if not path.name.startswith("件数")}


@pytest.mark.parametrize("form", FORMS)
def test_a_draft_reads_what_the_shipped_layout_reads(form: str, city: dict[str, Path]) -> None:
    source = open_source(city[form])
    shipped = read_source(source, choose_layout(source, read_layouts(DATA / "layouts"), form))
    drafted = suggest(source)
    reading = drafted.reading
    assert drafted.layout.record == layouts()[form].record
    assert reading.rows_read == shipped.rows_read
    assert reading.accepted_rows >= 0.95 * reading.rows_read
    assert reading.set_aside_rows == shipped.set_aside_rows
    assert reading.totals == shipped.totals
    assert reading.books == shipped.books
    assert not reading.errors
    if drafted.layout.record == "receivables":
        assert reading.totals["outstanding_yen"] > 0
        assert set(drafted.layout.columns) == set(layouts()[form].columns)


@pytest.mark.parametrize("form", FORMS)
def test_the_next_month_is_read_by_the_draft_of_this(form: str, city: dict[str, Path]) -> None:
    drafted = suggest(open_source(city[form])).layout
    before = city[form].parents[1] / "2026-09" / city[form].name.replace("202610", "202609")
    if not before.exists():
        pytest.skip("delivered once, not every month")
    source = open_source(before)
    assert choose_layout(source, [drafted]) is drafted
    reading = read_source(source, drafted)
    assert {finding.code for finding in reading.errors} <= {"unknown_claim", "unknown_department"}
    assert reading.books is not None
    assert reading.books.as_of.isoformat() == "2026-09-30"


@pytest.mark.parametrize("form", FORMS)
def test_no_personal_value_is_in_a_draft_or_its_messages(form: str, city: dict[str, Path]) -> None:
    drafted = suggest(open_source(city[form]))
    said = drafted.text + "".join(
        finding.message + finding.todo for finding in drafted.reading.findings
    )
    rows = read(city[form]).rows
    private = {str(row[key]).strip() for row in rows for key in PRIVATE if row.get(key)}
    assert private or form in ("kakuu-meetings", "kakuu-survey-invited")
    assert [value for value in private if len(value) > 1 and value in said] == []


def table(folder: Path, rows: list[list[object]], name: str = "滞納_202610.csv") -> Suggestion:
    """The draft for a CSV of *rows*."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path = folder / name
    path.write_text(text.getvalue(), encoding="utf-8")
    return suggest(open_source(path))


HEAD = ["債務者番号", "賦課年度", "期別", "納期限", "調定額", "収入額", "欠損額", "未収額"]


def lines(count: int = 12) -> list[list[object]]:
    return [
        [f"{n:06d}", 2025, n % 4 + 1, f"2025-{n % 9 + 4:02d}-28", 900 + n, n, 0, 900]
        for n in range(1, count + 1)
    ]


def test_amounts_are_found_by_their_sum_where_headers_say_nothing(tmp_path: Path) -> None:
    head = [*HEAD[:4], "あ", "い", "う", "え", "お"]
    rows = [[*row[:4], 500, int(str(row[4])) - 500, row[5], 3, 897] for row in lines()]
    drafted = table(tmp_path, [head, *rows])
    named = {key: column.header for key, column in drafted.layout.columns.items()}
    assert named["assessed_yen"] == ["あ", "い"]
    assert (named["received_yen"], named["written_off_yen"]) == (["う"], ["え"])
    assert drafted.reading.totals["outstanding_yen"] == 12 * 897
    assert "要確認: 調定額とみました" in drafted.text


def test_a_total_that_does_not_agree_is_not_compared_and_said(tmp_path: Path) -> None:
    rows = [HEAD, *lines(), ["合計", "", "", "", 1, 1, 0, 1]]
    drafted = table(tmp_path, rows)
    assert [(rule.reason, rule.check) for rule in drafted.layout.set_aside] == [("合計", "none")]
    assert "明細の計と合わないので照らしません" in drafted.text
    assert drafted.reading.accepted_rows == 13


def test_a_register_with_a_blank_number_keeps_that_row_out(tmp_path: Path) -> None:
    path = tmp_path / "税務課_宛名_202610.csv"
    path.write_text("宛名番号,氏名,住所\n0012,架空太郎,一番地\n,架空花子,二番地\n", "utf-8")
    drafted = suggest(open_source(path))
    assert [finding.code for finding in drafted.reading.errors] == ["blank"]
    assert "optional" not in drafted.text


def test_signs_for_nothing_units_and_lost_zeros_are_seen(tmp_path: Path) -> None:
    """One sign may stand for no day and for no money."""
    head = [*HEAD[:4], *(f"{name}（千円）" for name in HEAD[4:]), "督促日"]
    rows = [[*row, "－" if n % 2 else "2026-01-05"] for n, row in enumerate(lines())]
    for row in rows:
        row[0], row[6] = f"{int(str(row[0])) + 123400}", "－"
    rows[0][8], rows[1][0] = "0000-00-00", "2345"
    drafted = table(tmp_path, [head, *rows])
    layout = drafted.layout
    assert layout.columns["debtor_key"].digits == 6
    assert layout.columns["assessed_yen"].unit == "千円"
    assert layout.file.zero_marks == ["-"]
    assert layout.file.missing == ["0000-00-00", "-"]
    assert "先頭の0が落ちている番号がある" in drafted.text
    assert drafted.reading.totals["assessed_yen"] == sum(int(str(row[4])) for row in rows) * 1000


def test_a_title_names_the_month_and_the_right_sheet_is_found(tmp_path: Path) -> None:
    path = tmp_path / "滞納一覧.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        cover = book.add_worksheet("表紙")
        cover.write_string(0, 0, "この資料の取り扱いに注意")
        sheet = book.add_worksheet("明細(円)")
        sheet.write_string(0, 0, "滞納一覧　令和8年10月31日現在")
        for at, row in enumerate([HEAD, *lines()], start=2):
            sheet.write_row(at, 0, row)
    drafted = suggest(open_source(path))
    assert drafted.layout.file.sheet == r"^明細\(円\)$"
    assert drafted.reading.books is not None
    assert drafted.reading.books.as_of.isoformat() == "2026-10-31"
    assert drafted.reading.accepted_rows == 12


def test_many_words_are_never_quoted(tmp_path: Path) -> None:
    """A column called 状況 that holds free text, and one called 種別 that holds names."""
    rows = [[*row, f"山田{n}さんに電話", f"鈴木{n}"] for n, row in enumerate(lines(40))]
    drafted = table(tmp_path, [[*HEAD, "状況", "種別"], *rows])
    assert "山田" not in drafted.text
    assert "鈴木" not in drafted.text
    assert {"状況", "種別"} <= set(drafted.layout.ignored)


def test_answers_to_a_survey_are_no_records(city: dict[str, Path]) -> None:
    """They need no draft: their questions are known by the catalogue."""
    form = city["kakuu-survey-invited"]
    answers = form.with_name(form.name.replace("_配布数", ""))
    with pytest.raises(InputFault, match="見分けられません"):
        suggest(open_source(answers))


@pytest.mark.parametrize("title", EXAMPLES)
def test_a_settlement_is_sent_to_its_own_guide(title: str, tmp_path: Path) -> None:
    _, name, content = blocks(EXAMPLES[title])[0]
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputFault, match=r"(決算の表のようです|見分けられません)"):
        suggest(open_source(tmp_path / name))


STRANGE = {
    "no word of the field": b"a,b,c\n1,2,3\n",
    "a head alone": "氏名,住所\n".encode(),
    "damage": "債務者番号,納期限,調定額,収入額,未収額\n".encode() + b"\xff\xfe\x00" * 50,
    "far too wide": ("債務者番号,納期限," + "x," * 5000 + "\n").encode(),
    "a quote without an end": ('債務者番号,納期限\n"' + "あ" * 300_000).encode(),
    "one header twice": "債務者番号,債務者番号,調定額,未収額,収入額\n1,2,3,3,0\n".encode("utf-16"),
}


@pytest.mark.parametrize("what", STRANGE)
def test_a_strange_file_is_answered_with_a_sentence(what: str, tmp_path: Path) -> None:
    path = tmp_path / "変な表.csv"
    path.write_bytes(STRANGE[what])
    with pytest.raises(InputFault, match=r"変な表\.csv"):
        suggest(open_source(path))


CELLS = st.sampled_from(
    [
        "",
        "1",
        "-",
        "0000-00-00",
        "R7.4.1",
        "合計",
        "小計",
        "※ 注",
        "現年",
        "滞繰",
        "1,200",
        '"',
        "\\",
        "'''",
    ]
) | st.text(max_size=6)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    headers=st.lists(
        st.sampled_from([*HEAD, "状況", "種別", "区分", "課コード", "備考\x7f", "期"]),
        min_size=8,
        max_size=13,
    ),
    rows=st.lists(st.lists(CELLS, min_size=13, max_size=13), min_size=1, max_size=8),
)
def test_whatever_stands_in_the_cells_there_is_a_draft_or_a_sentence(
    headers: list[str], rows: list[list[str]], tmp_path: Path
) -> None:
    cells = [[*row[: len(headers)]] for row in rows]
    try:
        drafted = table(tmp_path, [[*headers], *cells])
    except InputFault as fault:
        if "下書きを作れませんでした" in str(fault):
            pytest.fail("a draft that does not load")
    else:
        assert drafted.text.startswith("# zangaku layouts suggest")


def zangaku(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from analytics.cli import main; main()", *map(str, arguments)],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "400", "ZANGAKU_LAYOUTS": str(folder)},
        check=False,
    )


def test_the_command_writes_a_draft_that_check_then_uses(
    city: dict[str, Path], tmp_path: Path
) -> None:
    file, draft = city["kakuu-housing"], tmp_path / "layouts" / "jutaku.toml"
    draft.parent.mkdir()
    done = zangaku("layouts", "suggest", file, "--out", draft, folder=draft.parent)
    assert (done.returncode, done.stdout) == (0, "")
    assert "受け入れず 0" in done.stderr
    assert "要確認" in done.stderr
    assert isinstance(read_layout(draft), RecordLayout)
    checked = zangaku("check", file, "--store", tmp_path / "store", folder=draft.parent)
    assert checked.returncode == 0, checked.stdout
    written = draft.read_bytes()
    again = zangaku("layouts", "suggest", file, "--out", draft, folder=draft.parent)
    assert again.returncode == 3
    assert "上書きはしません" in again.stderr
    assert draft.read_bytes() == written
    listed = zangaku("layouts", folder=draft.parent)
    assert read_layout(draft).name in listed.stdout


def test_the_draft_on_the_screen_is_nothing_but_the_draft(
    city: dict[str, Path], tmp_path: Path
) -> None:
    done = zangaku("layouts", "suggest", city["kakuu-welfare"], folder=tmp_path)
    (tmp_path / "a.toml").write_text(done.stdout, encoding="utf-8")
    assert isinstance(read_layout(tmp_path / "a.toml"), RecordLayout)
    assert done.stdout == suggest(open_source(city["kakuu-welfare"])).text


@pytest.mark.parametrize("name", ["no.csv", "x.pdf"])
def test_what_is_no_table_is_said(name: str, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7\n" + bytes(200))
    done = zangaku("layouts", "suggest", tmp_path / name, folder=tmp_path)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert name in done.stderr
