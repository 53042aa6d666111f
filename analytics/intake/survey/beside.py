"""What stands beside a survey's answers: how many were asked in each group, and shares that somebody else counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date

import numpy as np
import pyarrow as pa

from analytics.errors import InputFault, LayoutFault
from analytics.intake.records.kinds import Sheet
from analytics.intake.records.others import others
from analytics.intake.records.typed import Values
from analytics.intake.survey.people import Known
from analytics.intake.text import fold, nearest
from analytics.ledger.survey import BREAKDOWNS, Breakdown, Staff
from analytics.ledger.survey_file import read_staff
from analytics.settings import Settings

_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)年?度?")


def invited(sheet: Sheet, origin: Mapping[str, object]) -> dict[str, pa.Table]:
    """How many were asked, by the ranks and groups of the table of staff; a row of no group is rejected."""
    staff = _staff()
    known = {name: _known(sheet, staff, name) for name in BREAKDOWNS if name in sheet.fields}
    for name, each in known.items():
        _reject_strange(sheet, sheet.fields[name], each)
    made = others(sheet, origin)["survey_invited"]
    for name, each in known.items():
        made = _in(made, name, [each.group(word or "") for word in made[name].to_pylist()])
    return {"survey_invited": _with_waves(made)}


def results(sheet: Sheet, origin: Mapping[str, object]) -> dict[str, pa.Table]:
    """Shares by group, in the words of the table of staff where it knows them; no share may be told twice."""
    staff = _staff()
    made = _with_waves(others(sheet, origin)["survey_results"])
    for name in BREAKDOWNS:
        known = _known(sheet, staff, name)
        words = made[name].to_pylist()
        made = _in(made, name, [known.group(word or "") or word for word in words])
    _reject_doubled(sheet, made)
    return {"survey_results": made}


def _reject_doubled(sheet: Sheet, made: pa.Table) -> None:
    """Two shares of one question, group and wave: which of them holds, nobody can tell."""
    names = ("wave", "rank_group", "department_group", "question", "item")
    keys = list(zip(*(made[name].to_pylist() for name in names), strict=True))
    count = Counter(keys)
    rows = {
        row for key, row in zip(keys, made["source_row"].to_pylist(), strict=True) if count[key] > 1
    }
    sheet.faults.reject(
        "double_share",
        np.isin(sheet.grid.numbers, sorted(rows)),
        "同じ回・群・設問の割合が2つ以上あります",
        "1つにしてください。別の設問なら、記号の列を columns の item に書き、words.item で分けてください",
    )


def last_year(fields: Mapping[str, Values]) -> date | None:
    """The end of the newest year, where waves are called by years and no day is told."""
    waves = fields["wave"].words if "wave" in fields else []
    years = [int(found["year"]) for word in waves if (found := _YEAR.fullmatch(fold(word)))]
    return date(max(years), 12, 31) if years else None


def _staff() -> Staff:
    try:
        return read_staff(Settings.load().survey)
    except LayoutFault as fault:
        raise InputFault(str(fault)) from fault


def _with_waves(made: pa.Table) -> pa.Table:
    """The waves as they are compared: 第３回 and 第3回 are one."""
    return _in(made, "wave", [fold(word) for word in made["wave"].to_pylist()])


def _in(made: pa.Table, name: str, values: list[str | None]) -> pa.Table:
    at = made.schema.get_field_index(name)
    return made.set_column(at, made.schema.field(at), pa.array(values, pa.string()))


def _known(sheet: Sheet, staff: Staff, breakdown: Breakdown) -> Known:
    return Known.of(staff, breakdown, sheet.layout.layout.municipality)


def _reject_strange(sheet: Sheet, values: Values, known: Known) -> None:
    strange = dict.fromkeys(
        word for word in values.words if word.strip() and known.group(word) is None
    )
    for word in strange:
        near = nearest(word, known.names)
        close = f"。近いのは「{known.names[near]}」" if near else ""
        here = np.array([each == word for each in values.words], np.bool_)[values.codes]
        sheet.faults.reject(
            "unknown_group",
            here,
            f"{values.field.label}「{word}」は、職位と所属の表にありません{close}",
            f"staff.toml の {known.title} に、この言葉を加えてください",
            values.label,
        )
