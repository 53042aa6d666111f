"""The guide to layouts of records is held against the product, as `test_docs` does with that of settlements."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from analytics.intake.controls import read_controls
from analytics.intake.layout import parts
from analytics.intake.layouts import read_layout, read_layouts
from analytics.intake.reading import read_source
from analytics.intake.records import layout as records
from analytics.intake.records.cells import REPAIRS, _percent
from analytics.intake.records.fields import FIELDS
from analytics.intake.records.others import _said
from analytics.intake.records.typed import SAID
from analytics.intake.suggesting.suggest import suggest
from analytics.intake.suggesting.table import GUIDE as NAMED
from analytics.intake.tables.source import open_source
from analytics.intake.values import parse_amount
from analytics.ledger.calendar import parse_fiscal_year
from analytics.ledger.columns import STATES
from analytics.ledger.days import parse_day
from tests.test_docs import ROOT, blocks, chapters, choices, key_tables, shipped_layouts

GUIDE = ROOT / "docs" / "明細レイアウトの書き方.md"
CHAPTERS = chapters(GUIDE.read_text(encoding="utf-8"), "##")
EXAMPLES = chapters(CHAPTERS["例"], "###")
KEYS = chapters(CHAPTERS["項目の一覧"], "###")
COLUMNS = chapters(CHAPTERS["列の一覧"], "###")

TOP = "どの組にも入らない項目"
MODELS: dict[str, list[type[BaseModel]]] = {
    TOP: [records.RecordLayout],
    "[layout]": [records.RecordAbout],
    "[source]": [parts.Source],
    "[file]": [records.RecordForm],
    "[as_of]": [records.Every],
    "[columns]": [records.Column],
    "[texts]": [parts.TextColumn],
    "[[set_aside]]": [parts.SetAside],
    "[part]": [records.Parts],
    "[departments]": [parts.Departments, parts.Department],
    "[claims]": [parts.Claims, parts.ClaimRule],
    "[[changes]]": [parts.Change],
    "[checks]": [records.Checks],
}
KINDS = {
    "text": "文字",
    "key": "番号",
    "day": "日付",
    "yen": "金額",
    "number": "数",
    "percent": "割合",
    "year": "年度",
    "state": "状態の言葉",
    "part": "区分の言葉",
}


def own_fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    tables = {heading.strip("[]") for heading in KEYS}
    return {
        name: field
        for name, field in model.model_fields.items()
        if model is not records.RecordLayout or name not in tables
    }


def written_default(field: FieldInfo) -> str:
    if field.is_required():
        return "必須"
    default = field.get_default(call_default_factory=True)
    return "なし" if default is None else f"`{json.dumps(default, ensure_ascii=False)}`"


def rows_of(text: str) -> list[list[str]]:
    """The cells of every row of a table that begins with a word between backticks."""
    lines = (re.split(r"(?<!\\)\|", line)[1:-1] for line in text.splitlines())
    stripped = ([cell.strip() for cell in cells] for cells in lines)
    return [cells for cells in stripped if cells and cells[0].startswith("`")]


def test_every_table_of_a_layout_has_a_chapter() -> None:
    tables = set(records.RecordLayout.model_fields) - {
        row[0].strip("`") for row in rows_of(KEYS[TOP])
    }
    assert {heading.strip("[]") for heading in KEYS} - {TOP} == tables
    assert {*MODELS, "[states]", "[words]"} == {*KEYS}


@pytest.mark.parametrize("heading", MODELS)
def test_every_key_is_explained_with_its_default_and_choices(heading: str) -> None:
    for model, table in zip(MODELS[heading], key_tables(KEYS[heading]), strict=True):
        expected = {name: written_default(field) for name, field in own_fields(model).items()}
        assert {name: default for name, (_, default) in table.items()} == expected
        for name, field in own_fields(model).items():
            for word in choices(field.annotation) - {""}:
                assert f'`"{word}"`' in KEYS[heading], f"{heading} {name}"


@pytest.mark.parametrize("heading", MODELS)
def test_every_key_has_an_example_unless_it_is_of_no_use_here(heading: str) -> None:
    for row in rows_of(KEYS[heading]):
        assert row[3].startswith("`") or "決算の表のための項目" in row[1], row[0]


def test_every_state_is_listed_with_its_word() -> None:
    listed = {row[0].strip("`"): row[1] for row in rows_of(KEYS["[states]"])}
    assert listed == STATES


@pytest.mark.parametrize("record", FIELDS)
def test_every_column_is_listed(record: str) -> None:
    (text,) = [text for heading, text in COLUMNS.items() if heading.startswith(record)]
    assert len(COLUMNS) == len(FIELDS)
    assert [[cell.strip("`") for cell in row] for row in rows_of(text)] == [
        [name, field.label, KINDS[field.kind], "必須" if field.needed else "空白可"]
        for name, field in FIELDS[record].items()  # type: ignore[index]
    ]


def test_every_way_of_writing_is_read() -> None:
    table = dict(
        re.findall(r"^\| (日付|年度|金額|割合) \| (.+) \|$", CHAPTERS["読み取れる書き方"], re.M)
    )
    written = {name: re.findall("`([^`]+)`", cells) for name, cells in table.items()}
    days = [found.day if (found := parse_day(word)) else None for word in written["日付"]]
    assert (set(days), len(days)) == ({date(2025, 4, 1)}, 9)
    assert all(parse_fiscal_year(word) for word in written["年度"])
    assert {parse_amount(word, unit="円") for word in written["金額"]} == {1234, -1234}
    assert [_percent(word).value for word in written["割合"]] == [72, 72.5, 72.5, 100]


def test_words_are_renamed_as_the_guide_says() -> None:
    ((_, _, written),) = blocks(KEYS["[words]"])
    words = tomllib.loads(written)["words"]
    assert [_said(word, words["item"]) for word in ("B62", "B07", None)] == [
        "別の設問B62",
        "",
        None,
    ]
    assert _said("skills", words["question"]) == "仕事に要る技能がある"
    assert _said("speak_up", words["question"]) == "speak_up"


def test_every_repair_is_listed_with_its_words() -> None:
    rows = rows_of(CHAPTERS["読み取れる書き方"])
    assert {row[0].strip("`"): row[1] for row in rows} == REPAIRS


def said_in(*rooms: str) -> dict[str, str]:
    """Code of a finding → all that the source says right behind it."""
    found: dict[str, str] = {}
    for room in rooms:
        for file in sorted((ROOT / "analytics" / room).rglob("*.py")):
            text = re.sub(r'"\s*\n\s*f?"', "", file.read_text(encoding="utf-8"))
            for code, after in re.findall(r'"([a-z_]+)"[,:](?=((?:.|\n){0,400}))', text):
                found[code] = found.get(code, "") + after
    return found


@pytest.mark.parametrize("chapter", ["受け入れない行", "ファイル全体の点検"])
def test_every_finding_named_is_said_in_these_words(chapter: str) -> None:
    said = said_in("intake")
    rows = rows_of(CHAPTERS[chapter])
    assert len(rows) > 10
    for code, words, _ in rows:
        assert words in said[code.strip("`")], code


def test_every_reason_for_keeping_a_row_out_is_listed() -> None:
    rejected, _, warned = CHAPTERS["受け入れない行"].partition("次のものは注意だけ")
    listed = {row[0].strip("`") for row in rows_of(rejected)}
    named = {row[0].strip("`") for row in rows_of(warned)}
    rooms = (ROOT / "analytics" / "intake" / room for room in ("records", "survey"))
    files = [file for room in rooms for file in sorted(room.glob("*.py"))]
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    assert listed == set(SAID) | set(re.findall(r'\.reject\(\s*"([a-z_]+)"', text))
    assert named == set(re.findall(r'\.warn\(\s*"([a-z_]+)"', text))


# The examples are really read ----------------------------------------------------------------------------


def delivered(title: str, folder: Path) -> Path:
    """The file of an example, as its department would send it."""
    (_, name, content), *_ = blocks(EXAMPLES[title])
    path, rows = folder / name, [*csv.reader(io.StringIO(content))]
    if path.suffix == ".xlsx":
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    is_number = re.fullmatch(r"-?\d+", cell)
                    sheet.write(at, column, int(cell) if is_number else cell or None)
        return path
    text = io.StringIO()
    is_tabbed = path.suffix == ".txt"
    csv.writer(text, delimiter="\t" if is_tabbed else ",").writerows(rows)
    path.write_bytes(text.getvalue().encode("utf-16" if is_tabbed else "cp932"))
    return path


@pytest.fixture(scope="module")
def all_layouts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = shipped_layouts(tmp_path_factory.mktemp("records"))
    for text in EXAMPLES.values():
        for language, name, content in blocks(text):
            if language == "toml":
                (target / name).write_text(content, encoding="utf-8")
    return target


def test_the_layouts_of_the_examples_load_beside_the_shipped_ones(all_layouts: Path) -> None:
    names = {layout.name for layout in read_layouts(all_layouts)}
    assert names >= {"aoba-tax-lines", "aoba-housing-lines", "aoba-lunch-lines"}


@pytest.mark.parametrize("title", EXAMPLES)
def test_example_comes_out_as_printed(title: str, all_layouts: Path, tmp_path: Path) -> None:
    found = blocks(EXAMPLES[title])
    assert [language for language, _, _ in found] == ["csv", "toml", "console", "text"]
    delivered(title, tmp_path)
    program, *arguments = shlex.split(found[2][2])
    assert program == "zangaku"
    checked = subprocess.run(
        [sys.executable, "-c", "from analytics.cli import main; main()", *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "ZANGAKU_LAYOUTS": str(all_layouts),
            "COLUMNS": "500",
        },
        check=False,
    )
    assert (checked.stdout, checked.returncode) == (found[3][2], 0), checked.stderr


@pytest.mark.parametrize("title", EXAMPLES)
def test_the_draft_for_an_example_reads_the_same(title: str, tmp_path: Path) -> None:
    source = open_source(delivered(title, tmp_path))
    (tmp_path / "own.toml").write_text(blocks(EXAMPLES[title])[1][2], encoding="utf-8")
    own = read_source(source, read_layout(tmp_path / "own.toml"))
    drafted = suggest(source).reading
    assert drafted.totals == own.totals
    assert drafted.accepted_rows == own.accepted_rows == own.rows_read


def test_the_control_list_of_the_guide_is_read(tmp_path: Path) -> None:
    ((_, name, content),) = blocks(CHAPTERS["月ごとのフォルダ"])
    (tmp_path / name).write_text(content, encoding="utf-8")
    ((file, control),) = read_controls(tmp_path / name).items()
    first = delivered(next(iter(EXAMPLES)), tmp_path)
    assert file == first.name
    reading = suggest(open_source(first)).reading
    assert (control.count, control.yen) == (reading.rows_read, reading.details_yen)


def test_the_messages_name_this_guide() -> None:
    assert (ROOT / NAMED) == GUIDE
    text = (ROOT / "analytics" / "intake" / "reading.py").read_text(encoding="utf-8")
    assert NAMED in text
    assert NAMED in (ROOT / "README.md").read_text(encoding="utf-8")
