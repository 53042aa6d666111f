"""Write the worked examples of tests/spec/ for the page 用語と算式: `make examples`.

The product does not ship its tests, so what they reckon by hand goes to `data/examples/<figure>.json`, one file per
figure. `tests/test_examples.py` asserts that the files are those of the tests.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from analytics.figures.examples import FOLDER
from tests.settlement import read, tidy

ONE_BY_ONE = 3  # lines that differ only in their debtor: more stand in one
DEBTOR = "債務者"
SPEC = Path(__file__).resolve().parent.parent / "tests" / "spec"


def examples() -> dict[str, list[dict[str, Any]]]:
    """Figure → its worked examples as data: those of its own module first, else in the order of the modules."""
    modules = [import_module(f"tests.spec.{path.stem}") for path in sorted(SPEC.glob("test_*.py"))]
    named = [
        (getattr(example, "figure", "") or module.FIGURE, module, example)
        for module in modules
        for example in getattr(module, "EXAMPLES", ())
    ]
    named.sort(key=lambda one: (one[0], one[0] != getattr(one[1], "FIGURE", "")))
    found: dict[str, list[dict[str, Any]]] = {}
    for figure, _, example in named:
        found.setdefault(figure, []).append(_data(example))
    return found


def files() -> dict[str, str]:
    """File name → what stands in it."""
    return {
        f"{figure}.json": json.dumps(listed, ensure_ascii=False, indent=1) + "\n"
        for figure, listed in examples().items()
    }


def _data(example: Any) -> dict[str, Any]:
    """What a reader needs of *example*; a slot it does not fill is left out."""
    slots = {
        "title": example.title,
        "words": example.words,
        "asked": _asked(example),
        "books": _lines(_with_many_as_one(getattr(example, "books", ""))),
        "targets": _lines(getattr(example, "targets", "")),
        "reasons": [
            f"{year}年度: {claim}は{reason}"
            for year, claim, reason in getattr(example, "changes", ())
        ],
        "says": getattr(example, "says", ""),
        "compares": getattr(example, "compares", ""),
        "shows": _lines(example.shows),
        "notes": [
            *getattr(example, "notes", ()),
            *(f"{name}: {said}" for name, said in getattr(example, "facts", {}).items()),
        ],
    }
    return {name: value for name, value in slots.items() if value}


def _asked(example: Any) -> str:
    """What was chosen on the page and in the settings, where it is not the newest period of the city by formula A."""
    year, month = getattr(example, "year", None), getattr(example, "month", None)
    department, since = getattr(example, "department", None), getattr(example, "since", "")
    asked = (f"{since}から" if since else "", f"{year}年度" if year else month, department)
    is_all = "納期未到来を含む" if getattr(example, "is_all", False) else ""
    formula = "算式B" if getattr(example, "formula", "A") == "B" else ""
    return "、".join(filter(None, (*asked, is_all, formula)))


def _with_many_as_one(table: str) -> str:
    """*table* with lines that differ only in their debtor gathered: ten debtors are needed, not ten lines to read."""
    if DEBTOR not in table.strip().partition("\n")[0]:
        return table
    groups: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in read(table):
        same = tuple(cell for header, cell in row.items() if header != DEBTOR)
        groups.setdefault(same, []).append(row)
    rows: list[dict[str, str]] = []
    for alike in groups.values():
        if len(alike) > ONE_BY_ONE:
            alike = [alike[0] | {DEBTOR: f"{alike[0][DEBTOR]}〜{alike[-1][DEBTOR]}（1人ずつ）"}]
        rows += [row | {DEBTOR: _each(row[DEBTOR])} for row in alike]
    return "\n".join(" | ".join(cells) for cells in (rows[0], *(row.values() for row in rows)))


def _each(debtor: str) -> str:
    """*debtor*; of several in one cell (`tests.monthly.everybody`) it is said that they stand for a line each."""
    return f"{debtor.replace('～', '〜')}（1人ずつ）" if "～" in debtor else debtor


def _lines(table: str) -> list[str]:
    return tidy(table).splitlines() if table.strip() else []


def main() -> None:
    """Write every file, and take away those of figures that have no example any more."""
    FOLDER.mkdir(exist_ok=True)
    written = files()
    for old in FOLDER.glob("*.json"):
        if old.name not in written:
            old.unlink()
    for name, text in written.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
