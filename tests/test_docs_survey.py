"""The guide to the survey is held against the product: keys, findings and examples, as `test_docs_records` does."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from analytics.errors import LayoutFault
from analytics.figures.survey.given import Survey
from analytics.intake.findings import Severity
from analytics.intake.layout import parts
from analytics.intake.layouts import read_layout, read_layouts
from analytics.intake.reading import read_source
from analytics.intake.records.layout import RecordForm
from analytics.intake.survey import layout as survey
from analytics.intake.tables.source import open_source
from analytics.ledger.survey import Catalogue, Choices, Question, Rank, Scale, Wording
from analytics.ledger.survey_file import KEYS as OF_FILES
from analytics.ledger.survey_file import read_catalogue, read_staff
from analytics.store.reader import open_reader
from analytics.store.verify import verify
from tests.test_docs import ROOT, blocks, chapters, choices, key_tables, shipped_layouts
from tests.test_docs_records import rows_of, said_in

GUIDE = ROOT / "docs" / "意識調査の書き方.md"
CHAPTERS = chapters(GUIDE.read_text(encoding="utf-8"), "##")
EXAMPLES = chapters(CHAPTERS["例"], "###")
KEYS = chapters(CHAPTERS["レイアウト"], "###")
FILES = chapters(CHAPTERS["設問の目録"], "###") | chapters(CHAPTERS["職位と所属の表"], "###")
TOP = "どの組にも入らない項目"
MODELS: dict[str, type[BaseModel]] = {
    TOP: survey.SurveyLayout,
    "[layout]": survey.SurveyAbout,
    "[source]": parts.Source,
    "[file]": RecordForm,
    "[answers]": survey.Answers,
}


def own_fields(heading: str) -> dict[str, FieldInfo]:
    """The keys of a table that mean something here."""
    useless = {*survey.USELESS, *survey.USELESS_OF_FILE, *(name.strip("[]") for name in KEYS)}
    fields = MODELS[heading].model_fields
    return {name: one for name, one in fields.items() if name not in useless}


def default_of(field: FieldInfo) -> str:
    if field.is_required():
        return "必須"
    return f"`{json.dumps(field.get_default(call_default_factory=True), ensure_ascii=False)}`"


# Every key is explained, and every explained key exists ----------------------------------------------


def test_every_table_of_a_layout_has_a_chapter() -> None:
    tables = set(survey.SurveyLayout.model_fields) - {*survey.USELESS, "ignored"}
    assert {heading.strip("[]") for heading in KEYS} - {TOP} == tables
    assert {*MODELS, "[columns]"} == {*KEYS}


@pytest.mark.parametrize("heading", MODELS)
def test_every_key_is_explained_with_its_default_and_choices(heading: str) -> None:
    (table,) = key_tables(KEYS[heading])
    expected = {name: default_of(field) for name, field in own_fields(heading).items()}
    assert {name: default for name, (_, default) in table.items()} == expected
    for field in own_fields(heading).values():
        for word in choices(field.annotation):
            assert f'`"{word}"`' in KEYS[heading]


def test_every_column_is_explained_with_its_word() -> None:
    (table,) = key_tables(KEYS["[columns]"])
    assert list(table) == list(survey.LABELS)
    for name, (purpose, default) in table.items():
        assert purpose.startswith(survey.LABELS[name])  # type: ignore[index]
        assert default == "なし"


@pytest.mark.parametrize("key", [*survey.USELESS, *survey.USELESS_OF_FILE])
def test_keys_that_mean_nothing_here_are_named_and_refused(key: str, tmp_path: Path) -> None:
    assert f"`{key}`" in CHAPTERS["レイアウト"].partition("###")[0]
    written: dict[str, str] = {
        "texts": 'texts = { a = "甲" }',
        "set_aside": 'set_aside = [{ matches = "計", reason = "計" }]',
        "departments": 'departments = { fixed = { code = "1", name = "課" } }',
        "claims": 'claims = { rules = [{ kind = "税" }] }',
        "changes": 'changes = [{ fiscal_year = 2026, claim = "税", reason = "廃止" }]',
        "header_rows": "file = { header_rows = 2 }",
        "zero_marks": 'file = { zero_marks = "-" }',
        "fill_down": 'file = { fill_down = "a" }',
        "missing": 'file = { missing = "-" }',
    }
    name, text = next(
        (name, text)
        for language, name, text in blocks(EXAMPLES[FIRST])
        if name == "aoba-survey.toml"
    )
    (tmp_path / name).write_text(f"{written[key]}\n{text}", encoding="utf-8")
    with pytest.raises(LayoutFault, match=f"{key} は意識調査の回答では効きません"):
        read_layout(tmp_path / name)


FIRST, SECOND = EXAMPLES
DEFAULTS: dict[str, dict[str, Any]] = {  # of what may be left out of the two files
    "survey": {"title": "職員意識調査", "least_answers": 10, "weight_by": "rank_group"},
    "no_answer": {"words": []},
    "scales": {"about": ""},
    "questions": {"reversed": False},
    "wordings": {"since": None},
    "ranks": {"municipality": "", "words": []},
    "groups": {"words": [], "departments": []},
}


def test_every_key_of_the_catalogue_and_the_table_of_staff_is_explained() -> None:
    explained = {heading.strip("[]"): key_tables(text)[0] for heading, text in FILES.items()}
    assert {name: tuple(table) for name, table in explained.items()} == {
        name: keys for name, keys in OF_FILES.items() if name
    }
    for name, table in explained.items():
        for key, (_, default) in table.items():
            known = DEFAULTS.get(name, {})
            if key not in known:
                assert default == "必須", f"{name} {key}"
            elif known[key] is None:
                assert default == "なし"
            else:
                assert default == f"`{json.dumps(known[key], ensure_ascii=False)}`", f"{name} {key}"


SHORT = """
[[choices]]
name = "組"
words = [["5"], ["4"], ["3"], ["2"], ["1"]]
[[scales]]
key = "a"
name = "甲"
direction = "grow"
[[questions]]
number = 1
scale = "a"
wordings = [{ version = 1, text = "文" }]
"""


def test_the_defaults_are_those_of_the_product(tmp_path: Path) -> None:
    (tmp_path / "questions.toml").write_text(SHORT, encoding="utf-8")
    (tmp_path / "staff.toml").write_text('[[ranks]]\nname = "課長"\n', encoding="utf-8")
    about = DEFAULTS["survey"]
    assert read_catalogue(tmp_path) == Catalogue(
        about["title"],
        about["least_answers"],
        about["weight_by"],
        (Choices("組", (("5",), ("4",), ("3",), ("2",), ("1",))),),
        tuple(DEFAULTS["no_answer"]["words"]),
        (Scale("a", "甲", "grow", DEFAULTS["scales"]["about"]),),
        (
            Question(
                1,
                "a",
                (Wording(1, "文", DEFAULTS["wordings"]["since"]),),
                DEFAULTS["questions"]["reversed"],
            ),
        ),
    )
    rank = DEFAULTS["ranks"]
    assert read_staff(tmp_path).ranks == (Rank("課長", tuple(rank["words"]), rank["municipality"]),)


@pytest.mark.parametrize("heading", [*KEYS, *FILES])
def test_every_key_has_an_example_that_is_toml(heading: str) -> None:
    for row in rows_of((KEYS | FILES)[heading]):
        assert tomllib.loads(f"example = {row[3].strip('`')}"), row


# Findings --------------------------------------------------------------------------------------------

SAYING = [  # the survey's intake, and what shows only beside another wave
    *sorted((ROOT / "analytics" / "intake" / "survey").glob("*.py")),
    ROOT / "analytics" / "store" / "survey_files.py",
]
SAID = "".join(  # all that they say, its sentences in one piece
    re.sub(r'"\s*\n\s*f?"', "", file.read_text(encoding="utf-8")) for file in SAYING
)
ERRORS, _, WARNINGS = CHAPTERS["指摘と直し方"].partition("次のものは注意で")


def made() -> dict[str, set[str]]:
    """error, warning → the codes that the survey's intake can say."""
    found = re.findall(r'\b(error|warning|reject|warn)\(\s*"([a-z_]+)"', SAID)
    kinds = {"reject": "error", "warn": "warning"}
    return {
        kind: {code for how, code in found if kinds.get(how, how) == kind}
        for kind in ("error", "warning")
    }


def test_every_finding_is_listed() -> None:
    listed = {
        "error": {row[0].strip("`") for row in rows_of(ERRORS)},
        "warning": {row[0].strip("`") for row in rows_of(WARNINGS)},
    }
    said = made()
    assert listed["error"] == said["error"]
    assert listed["warning"] == said["warning"] - said["error"]  # 2回以上 is either, by the layout


@pytest.mark.parametrize("row", rows_of(ERRORS) + rows_of(WARNINGS), ids=lambda row: row[0])
def test_every_finding_is_said_in_these_words_and_with_what_to_do(row: list[str]) -> None:
    code, words, todo = row
    assert code.strip("`") in said_in("intake", "store")
    assert words in SAID
    assert todo


def test_the_findings_of_every_file_that_are_named_exist() -> None:
    rest = CHAPTERS["指摘と直し方"].split("文字コード、区切り")[1]
    said = said_in("intake") | said_in("store")
    for code in re.findall(r"`([a-z_]+)`", rest):
        assert code in said, code


# The examples are really imported --------------------------------------------------------------------


def folder_of(title: str, folder: Path) -> dict[str, str]:
    """The files of an example, each where it belongs; the settings by which the command finds them."""
    layouts = shipped_layouts(folder / "product")
    own = folder / "survey"
    own.mkdir()
    for _, name, content in blocks(EXAMPLES[FIRST]) + blocks(EXAMPLES[title]):
        if name in ("questions.toml", "staff.toml"):
            (own / name).write_text(content, encoding="utf-8")
        elif name.endswith(".toml"):
            (layouts / name).write_text(content, encoding="utf-8")
    for language, name, content in blocks(EXAMPLES[title]):
        if language == "csv":
            (folder / name).write_bytes(content.replace("\n", "\r\n").encode("cp932"))
    return {"ZANGAKU_LAYOUTS": str(layouts), "ZANGAKU_SURVEY": str(own)}


def zangaku(
    *arguments: str, folder: Path, settings: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from analytics.cli import main; main()", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "500", **settings},
        check=False,
    )


@pytest.mark.parametrize("title", EXAMPLES)
def test_the_layouts_of_an_example_load_beside_the_shipped_ones(title: str, tmp_path: Path) -> None:
    settings = folder_of(title, tmp_path)
    names = {layout.name for layout in read_layouts(Path(settings["ZANGAKU_LAYOUTS"]))}
    own = [name for language, name, _ in blocks(EXAMPLES[title]) if language == "toml"]
    assert names >= {Path(name).stem for name in own} - {"questions", "staff"}


@pytest.mark.parametrize("title", EXAMPLES)
def test_example_comes_out_as_printed(title: str, tmp_path: Path) -> None:
    settings = folder_of(title, tmp_path)
    *_, (_, _, command), (_, _, printed) = blocks(EXAMPLES[title])
    program, *arguments = shlex.split(command)
    assert program == "zangaku"
    done = zangaku(*arguments, folder=tmp_path, settings=settings)
    assert (done.stdout, done.returncode) == (printed, 0), done.stderr
    store = arguments[arguments.index("--store") + 1]
    reader = open_reader(tmp_path / store)
    assert verify(reader.store) == []
    listed = zangaku("survey", "--store", store, folder=tmp_path, settings=settings)
    assert ("第1回" if title == FIRST else "2025年度") in listed.stdout


def test_the_example_says_what_its_answers_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted by hand from the printed table: of ten answers to 問1 four favour, of eight to 問3 five."""
    settings = folder_of(FIRST, tmp_path)
    monkeypatch.setenv("ZANGAKU_SURVEY", settings["ZANGAKU_SURVEY"])
    (name,) = [name for language, name, _ in blocks(EXAMPLES[FIRST]) if name.endswith("第1回.csv")]
    layout = read_layout(Path(settings["ZANGAKU_LAYOUTS"]) / "aoba-survey.toml")
    reading = read_source(open_source(tmp_path / name), layout)
    rows = reading.tables["survey"].to_pylist()
    assert len(rows) == 30
    assert [row["answer"] for row in rows if row["question"] == "問1"] == [
        1,
        2,
        3,
        5,
        4,
        1,
        4,
        1,
        3,
        5,
    ]
    answers = [row["answer"] for row in rows if row["question"] == "問3"]
    assert answers == [5, 5, 4, 3, None, 5, None, 4, 2, 3]
    assert {row["rank_group"] for row in rows} == {"管理職", "一般職員"}
    assert {row["department_group"] for row in rows} == {"税", "住宅"}
    assert not [finding for finding in reading.findings if finding.severity is Severity.ERROR]


def test_the_british_example_is_taken_in_as_written(tmp_path: Path) -> None:
    (command,) = [
        text.strip()
        for language, _, text in blocks(CHAPTERS["集計済みの結果"])
        if language == "console"
    ]
    _, *arguments = shlex.split(command)
    store = str(tmp_path / arguments.pop())
    done = zangaku(*arguments, store, folder=ROOT, settings={})
    assert done.returncode == 0, done.stderr
    assert Survey.of(open_reader(Path(store))).municipality == "英国国家公務員"


def test_the_guide_is_named_where_it_is_needed() -> None:
    named = f"docs/{GUIDE.name}"
    for file in ("README.md", "analytics/figures/survey/given.py", "data/survey/questions.toml"):
        assert named in (ROOT / file).read_text(encoding="utf-8"), file
    for file in (ROOT / "data" / "layouts").glob("*survey*.toml"):
        assert named in file.read_text(encoding="utf-8"), file
