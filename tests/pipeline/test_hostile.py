"""Department files made to do harm: exactly the rows that a careful clerk would take in, put right or keep out.

Each case is one small file in the real form of a department (`tests.hostile`), with the fate of every row decided by
hand beside it. `errors` are what is wrong with the file as a whole, which keeps all of it out.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.intake.delivered import Reading
from analytics.intake.findings import Severity
from analytics.intake.fitting import choose_layout
from analytics.intake.layouts import AnyLayout, read_layouts
from analytics.intake.reading import read_source
from analytics.intake.tables.source import open_source
from analytics.settings import DATA
from tests.hostile import cells, rows
from tests.hostile.forms import Case

CASES = [*cells.CASES, *rows.CASES]


@pytest.fixture(scope="module")
def layouts() -> list[AnyLayout]:
    return read_layouts(DATA / "layouts")


def read(case: Case, folder: Path, layouts: list[AnyLayout]) -> Reading:
    source = open_source(case.form.save(folder, case.lines, case.name))
    layout = choose_layout(source, layouts)
    assert layout.name == case.form.layout
    return read_source(source, layout)


def numbers(case: Case, *fates: str) -> list[int]:
    return [row for row, line in enumerate(case.lines, start=case.form.first) if line.fate in fates]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_every_row_meets_its_fate(case: Case, tmp_path: Path, layouts: list[AnyLayout]) -> None:
    reading = read(case, tmp_path, layouts)
    table = reading.tables[reading.record]
    kept_out = [each.row for each in reading.rejected]
    assert kept_out == numbers(case, "out")
    if reading.record != "persons":
        assert table.column("source_row").to_pylist() == numbers(case, "ok", "fixed")
    assert reading.repaired_rows == len(numbers(case, "fixed")), [*map(str, reading.findings)]
    assert reading.set_aside_rows == len(numbers(case, "aside"))
    assert reading.rows_read == len(numbers(case, "ok", "fixed", "out", "aside"))
    assert reading.accepted_rows + reading.rejected_rows == reading.rows_read
    assert all(each.reasons for each in reading.rejected)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_what_is_said_of_the_file(case: Case, tmp_path: Path, layouts: list[AnyLayout]) -> None:
    reading = read(case, tmp_path, layouts)
    of_the_file = {"total", "no_total", "month_differs", "no_month", "missing_column"}
    assert {each.code for each in reading.errors} & of_the_file == case.errors
    warned = {each.code for each in reading.findings if each.severity is Severity.WARNING}
    assert warned == case.warnings
