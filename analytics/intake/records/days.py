"""The days of a claim line: none before it was levied, none after the day of the file, each in its order."""

from __future__ import annotations

from datetime import date

import numpy as np

from analytics.intake.records.cells import day_number
from analytics.intake.records.checks import CORRECT
from analytics.intake.records.grid import Rows
from analytics.intake.records.kinds import Sheet
from analytics.intake.records.month import fiscal_year_of
from analytics.intake.records.typed import NO_DAY, Values

EVENTS = ("reminded_on", "acknowledged_on", "suspended_on", "last_paid_on")
FAR = 2 * 365  # days from the day of the file to a due day that can only be a slip of the pen


def check_days(sheet: Sheet) -> None:
    """Days that cannot be keep their rows out: due before it was levied, paid after the day of the file."""
    fields, as_of = sheet.fields, day_number(sheet.as_of)
    if "levy_year" in fields:
        levied = fields["levy_year"]
        sheet.faults.reject(
            "levied_later",
            levied.is_there & (levied.integers > fiscal_year_of(sheet.as_of)),
            "基準日より後の賦課年度です",
            f"{CORRECT}。別の月のファイルでないかも確かめてください",
            levied.label,
        )
    if "due_on" in fields:
        _check_due(sheet, fields["due_on"])
        _check_order(sheet, fields["due_on"])
    for name in EVENTS:
        if name in fields:
            values = fields[name]
            sheet.faults.reject(
                "after_as_of",
                values.is_there & (values.days > as_of),
                f"{values.field.label}が基準日（{sheet.as_of.isoformat()}）より後です",
                f"{CORRECT}。別の月のファイルでないかも確かめてください",
                values.label,
            )


def _check_due(sheet: Sheet, due: Values) -> None:
    before, said = _before_levy(sheet, due)
    sheet.faults.reject(
        "due_before_levy", due.is_there & before, f"納期限が{said}", CORRECT, due.label
    )
    if sheet.layout.as_of.basis == "due":  # what is not yet due, of a loan say, may be due in years
        sheet.faults.reject(
            "due_far_ahead",
            due.is_there & (due.days > day_number(sheet.as_of) + FAR),
            "納期限が基準日より2年以上先です",
            CORRECT,
            due.label,
        )


def _before_levy(sheet: Sheet, due: Values) -> tuple[Rows, str]:
    """The rows that were due before they were levied, and what they were due before."""
    if "levied_on" in sheet.fields:
        levied = sheet.fields["levied_on"]
        return levied.is_there & (levied.days > due.days), "調定日より前です"
    if "levy_year" not in sheet.fields:
        return sheet.none(), ""
    years = sheet.fields["levy_year"].integers
    written, places = np.unique(years, return_inverse=True)
    firsts = [day_number(date(year, 4, 1)) if year > 0 else NO_DAY for year in written.tolist()]
    is_later = years > fiscal_year_of(sheet.as_of)  # said already
    return (due.days < np.array(firsts, np.int64)[places]) & ~is_later, "賦課年度の始まりより前です"


def _check_order(sheet: Sheet, due: Values) -> None:
    """Days that are odd beside the due day are said."""
    if "reminded_on" in sheet.fields:
        reminded = sheet.fields["reminded_on"]
        sheet.faults.warn(
            "reminded_early",
            reminded.is_there & due.is_there & (reminded.days <= due.days),
            "督促日が納期限より後になっていません",
            "日付を確かめてください。時効の計算に使います",
            reminded.label,
        )
    if "contracted_on" in sheet.fields:
        contracted = sheet.fields["contracted_on"]
        sheet.faults.warn(
            "contracted_late",
            contracted.is_there & due.is_there & (contracted.days > due.days),
            "契約日が納期限より後です",
            "日付を確かめてください。時効の年数に関わります",
            contracted.label,
        )
