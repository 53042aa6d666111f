"""Records that are no money: measures taken (やってPR), who was asked in a survey, its counted results, meetings."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from analytics.intake.records.cells import day_number
from analytics.intake.records.kinds import Sheet, departments
from analytics.intake.records.tabled import named, tabled
from analytics.ledger.columns import RECORDS


def others(sheet: Sheet, origin: Mapping[str, object]) -> dict[str, pa.Table]:
    """The accepted rows as the table of their record (`RECORDS`)."""
    record, given = sheet.layout.record, sheet.layout.departments
    schema = RECORDS[record]
    is_of_departments = "department" in schema.names and bool(given.fixed or given.known)
    sections, known = departments(sheet) if is_of_departments else (None, [])
    _check(sheet)
    rows = ~sheet.faults.rejected
    columns = {name: values.arrow(rows) for name, values in sheet.fields.items()}
    columns |= {
        name: pa.array([_said(word, words) for word in columns[name].to_pylist()], pa.string())
        for name, words in sheet.layout.words.items()
        if name in columns
    }
    if sections is not None:
        columns["department"] = named([one.code for one in known], sections[rows])
    columns["source_row"] = pa.array(sheet.grid.numbers[rows], pa.int64())
    constant = {"as_of": sheet.as_of, **origin}
    return {record: tabled(schema, columns, constant, int(rows.sum()))}


def _said(word: str | None, words: Mapping[str, str]) -> str | None:
    """*word* in the layout's own words; ``*`` stands for every other."""
    return None if word is None else words.get(word, words.get("*", word))


def _check(sheet: Sheet) -> None:
    fields = sheet.fields
    if "done_on" in fields:
        done = fields["done_on"]
        sheet.faults.reject(
            "after_as_of",
            done.is_there & (done.days > day_number(sheet.as_of)),
            f"実施日が基準日（{sheet.as_of.isoformat()}）より後です",
            "日付か、ファイルの月を確かめてください",
            done.label,
        )
        month = np.int64(day_number(sheet.as_of.replace(day=1)))
        sheet.faults.warn(
            "other_month",
            done.is_there & (done.days < month),
            "この月より前の実施日です",
            "前の月の分と重なっていないかを確かめてください",
            done.label,
        )
