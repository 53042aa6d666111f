"""The arrow `app → pages → analytics`, held from two sides.

`pyproject.toml` states the contracts, and import-linter reads the import statements: that covers every line, also those
not run today. But it sees only statements in this tree, so the second half imports the modules of each room in a fresh
process and looks at what really got loaded, by us or by a library on our behalf.
"""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from grimp import build_graph

ROOT = Path(__file__).resolve().parent.parent


# What the import statements say -------------------------------------------------------------------


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env={**os.environ, "COLUMNS": "500"}
    )


def test_every_contract_is_kept() -> None:
    found = lint_imports(ROOT)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.fixture
def small_tree(tmp_path: Path) -> Path:
    """The rooms of this tree, each empty, under the same contracts."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    rooms = ("access", "charts", "figures", "intake", "ledger", "store")
    for package in ("pages", "analytics", *(f"analytics/{room}" for room in rooms)):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    for module in ("app", "analytics/cli", "analytics/settings", "analytics/errors"):
        (tmp_path / f"{module}.py").touch()
    return tmp_path


def test_empty_rooms_break_no_contract(small_tree: Path) -> None:
    found = lint_imports(small_tree)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize(
    ("module", "statement", "broken"),
    [
        ("pages/trend", "import app", "Only the server knows the frame"),
        ("analytics/figures/trend", "import pages", "The screen knows the analysis"),
        ("analytics/ledger/money", "import analytics.store", "Inside analytics"),
        ("analytics/figures/trend", "import analytics.charts", "Inside analytics"),
        ("analytics/helpers", "", "Inside analytics"),
        ("analytics/store/engine", "import streamlit", "Analysis works without a screen"),
        ("analytics/ledger/money", "import pandas", "The words of the field"),
        ("analytics/intake/commit", "import deltalake", "Intake reads files"),
        ("pages/trend", "import duckdb", "DuckDB is opened by the store alone"),
        ("analytics/charts/trend", "import analytics.figures", "A chart gets its data frame"),
    ],
)
def test_each_contract_can_break(
    small_tree: Path, module: str, statement: str, broken: str
) -> None:
    (small_tree / f"{module}.py").write_text(f"{statement}\n")
    found = lint_imports(small_tree)
    assert found.returncode != 0, found.stdout
    assert any(
        line.startswith(broken) and line.rstrip().endswith("BROKEN")
        for line in found.stdout.splitlines()
    ), found.stdout + found.stderr


@pytest.mark.parametrize(
    ("file", "may_import"),
    [("app.py", {"streamlit", "pages", "analytics"}), ("asgi.py", {"streamlit", "starlette"})],
)
def test_the_frame_imports_the_screen_and_no_engine(file: str, may_import: set[str]) -> None:
    """Import-linter reads packages only; these two are single files."""
    imports = [node for node in ast.walk(ast.parse((ROOT / file).read_text())) if is_import(node)]
    named = {name.split(".")[0] for node in imports for name in names_in(node)}
    assert named - sys.stdlib_module_names <= may_import


def is_import(node: ast.AST) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def names_in(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


# What a fresh process loads -----------------------------------------------------------------------


@dataclass(frozen=True)
class Rule:
    """What importing a room must not bring along, and why."""

    room: str
    never: tuple[str, ...]
    why: str


RULES = (
    Rule(
        "analytics",
        ("streamlit",),
        "the command line and nightly imports run where there is no screen, and start quickly",
    ),
    Rule(
        "analytics.ledger",
        ("altair", "deltalake", "duckdb", "pandas"),
        "the words of the field must be usable, and testable, in any setting",
    ),
    Rule(
        "analytics.intake",
        ("altair", "deltalake", "duckdb"),
        "a file is judged before anything that could store it is at hand",
    ),
    Rule("analytics.store", ("altair",), "keeping records has nothing to do with drawing them"),
    Rule("analytics.figures", ("altair",), "the same figure goes to paper, file and screen"),
    Rule(
        "analytics.charts",
        ("deltalake", "duckdb"),
        "a chart that can ask for data will one day show more than the reader may see",
    ),
)


def modules() -> list[str]:
    """Every module of analytics, from the files, so that a new one is covered at once."""
    files = sorted((ROOT / "analytics").rglob("*.py"))
    names = (".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files)
    return [name.removesuffix(".__init__") for name in names]


def brought_along(modules: Sequence[str]) -> dict[str, list[str]]:
    """Import the modules in turn in a fresh process: what each brought along that was not there yet."""
    script = """
import importlib, json, sys
answer = {}
for module in sys.argv[1:]:
    before = set(sys.modules)
    importlib.import_module(module)
    answer[module] = sorted(set(sys.modules) - before)
print(json.dumps(answer))
"""
    return dict(json.loads(run_python(script, *modules).splitlines()[-1]))


def run_python(script: str, *given: str) -> str:
    """What a fresh process prints that runs the script here."""
    command = [sys.executable, "-c", script, *given]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def trespasses(rule: Rule, brought: Mapping[str, Sequence[str]]) -> list[str]:
    """Say in sentences which modules break the rule."""
    return [
        f"{module} loads {name}, though {rule.why}"
        for module, names in brought.items()
        for name in rule.never
        if name in names
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.room)
def test_no_module_brings_along_what_its_room_forbids(rule: Rule) -> None:
    names = [name for name in modules() if f"{name}.".startswith(f"{rule.room}.")]
    assert names
    assert trespasses(rule, brought_along(names)) == []


def test_a_trespass_is_seen() -> None:
    brought = brought_along(["json", "altair"])
    assert "altair" in brought["altair"]
    for rule in RULES:
        seen = trespasses(rule, {"json": brought["json"], "guilty": [rule.never[0]]})
        assert seen == [f"guilty loads {rule.never[0]}, though {rule.why}"]


def test_no_module_needs_itself() -> None:
    """Two modules that import each other, one through others or in a function, work in one order only."""
    graph = build_graph("analytics")
    needs = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    assert len(needs) == len(modules())
    order = TopologicalSorter(needs).static_order()  # raises CycleError, which names them
    assert set(order) == graph.modules
