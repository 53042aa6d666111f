"""One `.sql` file is one question. Its Japanese header is read and compared with the answer, so it cannot drift."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa

from analytics.store.duck import Database

FOLDER = Path(__file__).resolve().parent.parent / "sql"
_KEYS = {"問い": "question", "一行": "row", "条件": "parameters", "列": "columns"}


@dataclass(frozen=True)
class Question:
    """A `.sql` file: what it asks, what one row is, its parameters, and each column's Japanese name."""

    name: str
    question: str
    row: str
    parameters: tuple[str, ...]
    labels: dict[str, str]
    sql: str


@cache
def question(name: str) -> Question:
    """The question in `analytics/sql/<name>.sql`. Raises `ValueError` for a header that is not as in house.md."""
    sql = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    slots: dict[str, str] = {}
    slot = ""
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        words = line.removeprefix("--").strip()
        key, colon, rest = words.partition(":")
        if colon and key.strip() in _KEYS:
            slot, words = _KEYS[key.strip()], rest.strip()
            slots[slot] = words
        elif slot:
            joint = " / " if slot == "columns" else " "
            slots[slot] += joint + words
    if set(slots) != set(_KEYS.values()):
        raise ValueError(f"{name}.sql: the header needs {'・'.join(_KEYS)}")
    labels = dict(entry.split(" ", 1) for entry in re.split(r"\s+/\s+", slots["columns"]))
    parameters = tuple(re.findall(r"\$(\w+)", slots["parameters"]))
    return Question(name, slots["question"], slots["row"], parameters, labels, sql)


def ask(database: Database, name: str, parameters: Mapping[str, object] | None = None) -> pa.Table:
    """The answer to question *name*. Raises `ValueError` when the answer's columns are not those of the header."""
    asked = question(name)
    given = parameters or {}
    answer = database.select(asked.sql, {key: given[key] for key in asked.parameters})
    if answer.column_names != list(asked.labels):
        raise ValueError(
            f"{name}.sql: header says {list(asked.labels)}, answer is {answer.column_names}"
        )
    return answer
