"""The documents are held against the product: what they name exists, what exists is named, and examples come out so.

The layout guide is written for people who will not read Python, so each of its examples is taken out of the page as a
reader would copy it, given to the real command, and must end in the very line the page prints.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from typer.main import get_command
from typer.testing import CliRunner

from analytics.cli.commands import app
from analytics.figures import FIGURES, answer
from analytics.figures.definitions import FIGURE_TITLES, definitions
from analytics.intake.layout import Layout, money, parts
from analytics.store.reader import open_reader

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "レイアウトの書き方.md"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
ZANGAKU = Path(sys.executable).with_name("zangaku")

BLOCK = re.compile(r"^```(\w*)[ ]?(.*?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(text: str) -> list[tuple[str, str, str]]:
    """Language, name and content of every fenced block."""
    return [(found[1], found[2].strip(), found[3]) for found in BLOCK.finditer(text)]


def chapters(text: str, level: str) -> dict[str, str]:
    """Heading → what stands below it, for headings of one *level* (``##``)."""
    parts = re.split(rf"^{level} (.+)$", BLOCK.sub("", text) if level == "#" else text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


GUIDE_TEXT = GUIDE.read_text(encoding="utf-8")
CHAPTERS = chapters(GUIDE_TEXT, "##")
EXAMPLES = chapters(CHAPTERS["例"], "###")
KEYS = chapters(CHAPTERS["項目の一覧"], "###")


# Every key is explained, and every explained key exists ----------------------------------------------

TOP = "どの組にも入らない項目"
MODELS: dict[str, list[type[BaseModel]]] = {  # heading → the models whose keys its tables list
    TOP: [Layout],
    "[layout]": [parts.About],
    "[source]": [parts.Source],
    "[file]": [parts.FileForm],
    "[as_of]": [parts.AsOf],
    "[texts]": [parts.TextColumn],
    "[[amounts]]": [money.AmountSet, money.MoneyColumn],
    "[[set_aside]]": [parts.SetAside],
    "[part]": [parts.PartRule],
    "[departments]": [parts.Departments, parts.Department],
    "[claims]": [parts.Claims, parts.ClaimRule],
    "[[changes]]": [parts.Change],
}


def key_tables(text: str) -> list[dict[str, tuple[str, str]]]:
    """Key → (purpose, default) of each table that lists keys."""
    tables: list[dict[str, tuple[str, str]]] = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if cells[:1] == ["項目"]:
            tables.append({})
        elif cells and cells[0].startswith("`"):
            tables[-1][cells[0].strip("`")] = (cells[1], cells[2])
    return tables


def own_fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    tables = {heading.strip("[]") for heading in MODELS}
    fields = dict(model.model_fields)
    if model is Layout:
        return {name: field for name, field in fields.items() if name not in tables}
    return fields


def written_default(field: FieldInfo) -> str:
    """The default as the guide writes it."""
    if field.is_required():
        return "必須"
    return "なし" if field.default is None else f"`{json.dumps(field.default, ensure_ascii=False)}`"


def choices(annotation: Any) -> set[str]:
    """The words among which a key lets one choose."""
    if get_origin(annotation) is None:
        return set()
    inner = [choices(each) for each in get_args(annotation) if not isinstance(each, str)]
    return set().union(*inner, {each for each in get_args(annotation) if isinstance(each, str)})


def test_every_table_of_a_layout_has_a_chapter() -> None:
    tables = {name for name in Layout.model_fields if name not in key_tables(KEYS[TOP])[0]}
    assert list(MODELS) == list(KEYS)
    assert {heading.strip("[]") for heading in KEYS} - {TOP} == tables


@pytest.mark.parametrize("heading", MODELS)
def test_every_key_is_explained_with_its_default(heading: str) -> None:
    for model, table in zip(MODELS[heading], key_tables(KEYS[heading]), strict=True):
        fields = own_fields(model)
        assert set(table) == set(fields)
        assert {name: default for name, (_, default) in table.items()} == {
            name: written_default(field) for name, field in fields.items()
        }


@pytest.mark.parametrize("heading", MODELS)
def test_every_choice_is_explained(heading: str) -> None:
    for model in MODELS[heading]:
        for name, field in own_fields(model).items():
            for word in choices(field.annotation) - {""}:
                assert f'`"{word}"`' in KEYS[heading], f"{heading} {name}"


def test_every_finding_named_is_one_the_product_can_say() -> None:
    said = "".join(
        re.sub(r'"\s*\n\s*f?"', "", file.read_text(encoding="utf-8"))
        for room in ("intake", "store")
        for file in (ROOT / "analytics" / room).rglob("*.py")
    )
    rows = re.findall(r"^\| ([^|`]+?) \|", CHAPTERS["よくある指摘と直し方"], re.MULTILINE)
    named = [row for row in rows if row not in ("指摘", "---")]
    assert len(named) > 15
    assert [words for words in named if words not in said] == []


# The examples are really imported -----------------------------------------------------------------------


def zangaku(*arguments: str, folder: Path, layouts_in: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ZANGAKU, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "ZANGAKU_LAYOUTS": str(layouts_in), "COLUMNS": "500"},
        check=False,
    )


def shipped_layouts(folder: Path) -> Path:
    """A copy of `data/` as far as layouts need it, to which a reader adds a file."""
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "open").symlink_to(ROOT / "data" / "open")
    target = folder / "data" / "layouts"
    target.mkdir()
    for file in (ROOT / "data" / "layouts").glob("*.toml"):
        (target / file.name).write_bytes(file.read_bytes())
    return target


@pytest.fixture(scope="module")
def all_layouts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped layouts and those of every example: the right one has to be found among them."""
    target = shipped_layouts(tmp_path_factory.mktemp("guide"))
    for text in EXAMPLES.values():
        for language, name, content in blocks(text):
            if language == "toml":
                (target / name).write_text(content, encoding="utf-8")
    return target


@pytest.mark.parametrize("title", EXAMPLES)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_example_comes_out_as_printed(
    title: str, encoding: str, all_layouts: Path, tmp_path: Path
) -> None:
    arguments, printed = example(title, encoding, tmp_path)
    checked = zangaku(*arguments, folder=tmp_path, layouts_in=all_layouts)
    assert checked.stdout == printed
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("title", EXAMPLES)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_example_is_taken_in_and_shown(
    title: str, encoding: str, all_layouts: Path, tmp_path: Path
) -> None:
    (_, *options), printed = example(title, encoding, tmp_path)
    taken = zangaku("import", *options, folder=tmp_path, layouts_in=all_layouts)
    assert taken.returncode == 0, taken.stderr
    reader = open_reader(tmp_path / options[options.index("--store") + 1])
    total = sum(answer("balance_by_year", reader).frame["outstanding_yen"])
    assert f"未収残額 {total:,}円" in printed


def example(title: str, encoding: str, folder: Path) -> tuple[list[str], str]:
    """The arguments of its command, and what that prints. Its file is written into *folder*."""
    found = blocks(EXAMPLES[title])
    assert [language for language, _, _ in found] == ["csv", "toml", "console", "text"]
    (_, file, table), _, (_, _, command), (_, _, printed) = found
    (folder / file).write_bytes(table.replace("\n", "\r\n").encode(encoding))
    program, *arguments = shlex.split(command)
    assert program == "zangaku"
    return arguments, printed


def test_an_unknown_file_is_answered_with_the_guide(tmp_path: Path) -> None:
    """The first step of the guide."""
    ((_, file, table), *_) = blocks(EXAMPLES[next(iter(EXAMPLES))])
    (tmp_path / file).write_text(table, encoding="utf-8")
    found = zangaku(
        "check", file, folder=tmp_path, layouts_in=shipped_layouts(tmp_path / "product")
    )
    assert found.returncode == 3
    assert "合うレイアウトがありません" in found.stderr
    assert GUIDE.name in found.stderr


# Commands, links, definitions ---------------------------------------------------------------------------


def commands_in(text: str) -> list[list[str]]:
    """Every `zangaku …` in a console block or between backticks, as words."""
    lines = [
        line.removeprefix("$ ").removeprefix(".venv/bin/")
        for language, _, content in blocks(text)
        if language in ("console", "sh", "bash")
        for line in content.splitlines()
    ]
    lines += re.findall(r"`(zangaku [^`]+)`", BLOCK.sub("", text))
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("zangaku ")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_named_exists_with_its_options(page: Path) -> None:
    for words in commands_in(page.read_text(encoding="utf-8")):
        command: Any = get_command(app)
        rest = list(words)
        while hasattr(command, "commands") and rest:
            assert rest[0] in command.commands, f"zangaku {' '.join(words)}"
            command = command.commands[rest.pop(0)]
        known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        assert {word for word in rest if word.startswith("--")} <= known, (
            f"zangaku {' '.join(words)}"
        )


def test_the_readme_names_every_command() -> None:
    named = {words[0] for words in commands_in((ROOT / "README.md").read_text(encoding="utf-8"))}
    assert named >= {"check", "import", "figure", "layouts", "serve", "snapshots"}


def test_help_of_every_command_is_there() -> None:
    for name in ("", *get_command(app).commands):  # type: ignore[attr-defined]
        helped = CliRunner().invoke(app, [name, "--help"] if name else ["--help"])
        assert helped.exit_code == 0
        assert "例:" in helped.stdout or name == "snapshots"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z][a-z-]*)`", page.read_text(encoding="utf-8"))) <= targets


def slug(heading: str) -> str:
    """The anchor that code hosts give a heading: letters, digits and hyphens, in small letters."""
    kept = (
        character
        for character in heading.strip().lower()
        if character in " -_" or unicodedata.category(character)[0] in "LN"
    )
    return "".join(kept).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    return {slug(heading) for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{page.name}: {target}"
        assert not anchor or anchor in anchors(file), f"{page.name}: {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_named_exists(page: Path) -> None:
    """Paths between backticks, from the root of the tree; patterns and made files aside."""
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    rooms = "analytics|benchmarks|data|docs|pages|static|tests|tools"
    for named in re.findall(rf"`((?:{rooms})/[^`\s]*)`", text):
        if named.startswith("data/snapshots") or re.search(r"[*{<…]|名前|aoba", named):
            continue
        assert (ROOT / named).exists(), f"{page.name}: {named}"


def test_every_figure_has_a_definition() -> None:
    assert set(FIGURE_TITLES) == set(FIGURES)
    defined = {each.name: each for each in definitions()}
    for name in FIGURES:
        assert defined[name].question
        assert defined[name].labels
        assert "SELECT" in defined[name].sql


def test_decisions_are_numbered_and_short() -> None:
    files = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(file.name[:4]) for file in files]
    assert numbers == sorted(set(numbers))
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert text.startswith(f"# {file.name[:4]} ")
        assert len(text.splitlines()) <= 30, f"{file.name} is more than a note"
