"""Every `.sql` file: its Japanese header is whole, its parameters are named, and header and answer agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from analytics.figures.definitions import FIGURE_TITLES, QUESTIONS
from analytics.store import questions
from analytics.store.duck import Database
from analytics.store.questions import FOLDER, ask, question

NAMES = sorted(str(path.relative_to(FOLDER).with_suffix("")) for path in FOLDER.rglob("*.sql"))
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def body(sql: str) -> str:
    """The SQL without its comments and its quoted words."""
    return re.sub(r"'[^']*'", "''", re.sub(r"--.*", "", sql))


def test_there_are_questions() -> None:
    assert {"balance_by_year", "bridge", "ranking", "marts/claims", "checks/version_totals"} <= set(
        NAMES
    )
    assert {QUESTIONS.get(name, name) for name in FIGURE_TITLES} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_header_is_whole(name: str) -> None:
    asked = question(name)
    assert JAPANESE.search(asked.question)
    assert JAPANESE.search(asked.row)
    assert asked.labels
    for column, label in asked.labels.items():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", column)
        assert JAPANESE.search(label) or label == "SHA-256"
    assert len(set(asked.labels.values())) == len(asked.labels)  # no two columns share a name


@pytest.mark.parametrize("name", NAMES)
def test_amounts_carry_their_unit_in_name_and_label(name: str) -> None:
    for column, label in question(name).labels.items():
        assert column.endswith("_yen") == ("（円" in label), (column, label)


@pytest.mark.parametrize("name", NAMES)
def test_parameters_are_named_and_explained(name: str) -> None:
    """Those of the header are those of the SQL: nothing by position, nothing pasted in."""
    asked = question(name)
    sql = body(asked.sql)
    assert set(re.findall(r"\$(\w+)", sql)) == set(asked.parameters)
    assert not re.search(r"\?|\$\d|[{}%]", sql)
    assert asked.parameters or re.search(r"^-- 条件 : なし$", asked.sql, re.MULTILINE)


@pytest.mark.parametrize("name", [name for name in NAMES if "views/" not in name])
def test_rows_come_in_a_stated_order(name: str) -> None:
    assert re.search(r"\bORDER BY\b(?!.*\bSELECT\b)", body(question(name).sql), re.DOTALL)


@pytest.mark.parametrize("name", NAMES)
def test_only_summaries_checks_and_persons_read_the_records(name: str) -> None:
    """So the cost of a page does not depend on the number of records, but where a click names debtors."""
    reads_records = re.search(
        r"\b(receivables|month_lines|persons|actions)\b", body(question(name).sql)
    )
    assert not reads_records or name.startswith(("marts/", "matching/", "checks/", "persons/"))


HEADED = """-- 問い : いくつあるか
-- 一行 : 年度
-- 条件 : $least これ以上
-- 列   : fiscal_year 年度
--        outstanding_yen 未収残額（円）
SELECT fiscal_year, outstanding_yen FROM claims WHERE outstanding_yen >= $least
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of questions of one's own."""
    monkeypatch.setattr(questions, "FOLDER", tmp_path)
    question.cache_clear()
    yield tmp_path
    question.cache_clear()


@pytest.fixture
def database() -> Database:
    return Database(
        {}, {"claims": pa.table({"fiscal_year": [2022, 2023], "outstanding_yen": [5, 7]})}
    )


def test_a_header_is_read(folder: Path, database: Database) -> None:
    (folder / "q.sql").write_text(HEADED, encoding="utf-8")
    asked = question("q")
    assert asked.question == "いくつあるか"
    assert asked.row == "年度"
    assert asked.parameters == ("least",)
    assert asked.labels == {"fiscal_year": "年度", "outstanding_yen": "未収残額（円）"}
    assert ask(database, "q", {"least": 6}).to_pylist() == [
        {"fiscal_year": 2023, "outstanding_yen": 7}
    ]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("SELECT fiscal_year, outstanding_yen", "SELECT fiscal_year, 1 AS one", "header says"),
        (
            "SELECT fiscal_year, outstanding_yen",
            "SELECT outstanding_yen, fiscal_year",
            "header says",
        ),
        ("SELECT fiscal_year, outstanding_yen", "SELECT *, 1 AS more", "header says"),
        ("-- 一行 : 年度\n", "", "the header needs 問い・一行・条件・列"),
        ("-- 問い : いくつあるか\n", "", "the header needs 問い・一行・条件・列"),
        (">= $least", ">= 6", "parameters"),
        ("$least これ以上", "なし", "parameters"),
    ],
)
def test_a_header_that_drifts_is_refused(
    old: str, new: str, why: str, folder: Path, database: Database
) -> None:
    assert old in HEADED
    (folder / "q.sql").write_text(HEADED.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=why):
        ask(database, "q", {"least": 6})


def test_a_missing_parameter_is_not_a_null(database: Database) -> None:
    with pytest.raises(KeyError):
        ask(database, "balance_by_year", {})
