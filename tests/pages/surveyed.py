"""What stands on the page 意識調査 and what it gives out, and small surveys to look at; nothing here is a test."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics.ledger.calendar import date_label
from analytics.store.snapshots import Store
from pages.parts import filters
from tests.answers import (
    QUESTIONS,
    Person,
)
from tests.pages.test_pages import charts, fine, tables, words

FIGURES = {  # side → what its card shows
    filters.CHANGED: "survey_scales",
    filters.QUESTIONS: "survey_questions",
    filters.GROUPS: "survey_groups",
    filters.WAVES: "survey_course",
    filters.BESIDE: "survey_beside",
    filters.RESPONSE: "survey_response",
    filters.COUNTED: "survey_results",
}
OF_ANSWERS = [side for side in filters.SURVEYS if side != filters.COUNTED]
every_side = pytest.mark.parametrize("side", OF_ANSWERS)
LATIN = re.compile(r"\S+\.(?:csv|xlsx|toml|md)|CSV|zangaku survey import")  # files and a command
ALIKE = "は、全員の答えが同じ側です。"
Given = dict[str, bytes]
Look = Callable[..., AppTest]
Take = Callable[..., Store]


def title(page: AppTest) -> str:
    """The finding: there is one."""
    (header,) = page.header
    return str(header.value).replace("\\", "")


def text(page: AppTest) -> str:
    """All that a reader reads outside the pictures, line by line, without the tables."""
    bare = re.sub(r"<(style|table).*?</\1>", "", "\n".join((words(page), *boxes(page))), flags=re.S)
    return re.sub(r"<[^>]+>", "\n", bare)


def boxes(page: AppTest) -> list[str]:
    return [str(each.value).replace("\\", "") for each in page.info]


def specs(page: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in charts(page)]


def everything(page: AppTest, files: Given) -> str:
    """All that leaves the server: texts, tables, pictures with their words, and files."""
    told = [words(page), *boxes(page), *(chart.proto.alt for chart in charts(page))]
    told += [chart.proto.spec for chart in charts(page)]
    return "\n".join([*told, *(content.decode("utf-8-sig") for content in files.values())])


def unfolded(page: AppTest) -> list[list[str]]:
    """The whole table of the card, head first."""
    return max(tables(page), key=lambda rows: len(rows[0]) if rows else 0)


def rows_by_head(rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    head, *cells = rows
    return [dict(zip(head, row, strict=True)) for row in cells]


def kept(files: Given, name: str) -> list[list[str]]:
    """The rows of a file, head first."""
    return list(csv.reader(io.StringIO(files[f"csv-{name}"].decode("utf-8-sig"), newline="")))


def is_same(shown: str, exact: str) -> bool:
    """Whether a cell of the table shows what stands in the file, as far as it is rounded."""
    if not exact:
        return shown in ("", "－")
    if re.fullmatch(r"\d{4}-\d\d-\d\d", exact):
        return shown == date_label(pd.Timestamp(exact).date())
    if not re.fullmatch(r"-?[\d.]+(e-?\d+)?", exact):
        return shown == exact
    number = re.fullmatch(r"([-−－]?)([\d,]+(?:\.(\d+))?)(％?)", shown)
    assert number, (shown, exact)
    sign, digits, behind, percent = number.groups()
    value = float(digits.replace(",", "")) * (-1 if sign else 1)
    unit = 10.0 ** -len(behind or "")
    return abs(value - float(exact) * (100 if percent else 1)) <= unit / 2 + 1e-9


def english(page: AppTest) -> list[str]:
    cells = [cell for table in tables(page) for row in table for cell in row]
    return re.findall(r"[A-Za-z]{2,}", LATIN.sub("", "\n".join([text(page), *cells])))


def alphas(rows: Sequence[Mapping[str, str]]) -> list[str]:
    return [row["信頼性（クロンバックのα、95％区間）"] for row in rows]


def edited(path: Path, old: str, new: str) -> None:
    told = path.read_text(encoding="utf-8")
    assert re.search(old, told, re.MULTILINE)
    path.write_text(re.sub(old, new, told, flags=re.MULTILINE), encoding="utf-8")


def mixed(rank: str, group: str, count: int, shift: int = 0) -> tuple[Person, ...]:
    """Persons of a cell, with an answer of every kind to every question."""
    return tuple(
        Person(rank, group, {one: 1 + (at * (1 + one % 2) + one + shift) % 5 for one in QUESTIONS})
        for at in range(count)
    )


CELLS = [(rank, group) for rank in ("係長・担当", "一般職員") for group in ("税", "上下水道")]
OFFICE = tuple(one for rank, group in CELLS for one in mixed(rank, group, 12))
THREE = mixed("一般職員", "税", 3)
SECOND = tuple(one for rank, group in CELLS for one in mixed(rank, group, 12, shift=1))


def told_once(page: AppTest, sentence: str) -> bool:
    """Whether the page says *sentence* (of the table: in a cell), once and in Japanese, and stands."""
    assert fine(page)
    assert english(page) == []
    assert text(page).count(sentence) == 1, text(page)
    return True


def replaced(path: Path, old: str, new: str) -> tuple[str, bytes]:
    told = path.read_text(encoding="utf-8-sig")
    assert old in told
    return path.name, told.replace(old, new, 1).encode("utf-8-sig")
