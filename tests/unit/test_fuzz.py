"""The fuzz itself: it notices a row that is lost, and a seed gives the same spoiled file again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from analytics.intake.layouts import read_layouts
from analytics.intake.reading import read_source
from analytics.intake.tables.source import open_source
from analytics.settings import DATA
from benchmarks.fuzz import account
from benchmarks.inputs import Sample, spoiled
from tests.hostile.departments import TAX
from tests.hostile.forms import ok, out


def test_a_row_that_is_lost_or_counted_twice_is_noticed(tmp_path: Path) -> None:
    path = TAX.save(tmp_path, [ok(), out(税額="?"), ok()])
    (layout,) = (each for each in read_layouts(DATA / "layouts") if each.name == TAX.layout)
    reading = read_source(open_source(path), layout)
    account(reading, 3)
    lines = reading.tables["receivables"]
    for wrong, rows in (
        (reading, 4),
        (replace(reading, accepted_rows=1), 3),
        (replace(reading, tables={"receivables": lines.slice(1)}), 3),
        (replace(reading, tables={"receivables": lines.take([0, 0])}), 3),
        (replace(reading, rejected=[]), 3),
    ):
        with pytest.raises(AssertionError):
            account(wrong, rows)


def test_a_number_gives_the_same_file_again(tmp_path: Path) -> None:
    path = TAX.save(tmp_path, [ok(), ok(), ok()])
    (layout,) = (each for each in read_layouts(DATA / "layouts") if each.name == TAX.layout)
    sample = Sample(path.name, path.read_bytes(), layout)
    made = [spoiled(sample, Random(f"1:{number}")).content for number in range(20)]
    assert made == [spoiled(sample, Random(f"1:{number}")).content for number in range(20)]
    assert len(set(made)) > 15
