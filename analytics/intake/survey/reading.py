"""One wave of answers from the rows of an export to a table, or to everything that is wrong with it. Touches no store.

Kept are rank, group, day and the answers to known questions. Free text, names and addresses are not even read.
"""

from __future__ import annotations

from datetime import date

from analytics.errors import InputFault, LayoutFault
from analytics.intake.delivered import Reading
from analytics.intake.findings import Finding, error, in_order
from analytics.intake.head import WITHIN
from analytics.intake.survey.answers import Answers
from analytics.intake.survey.columns import share_of
from analytics.intake.survey.layout import SurveyLayout
from analytics.intake.survey.wave import Wave
from analytics.intake.tables.reading import choose_sheet, chunks
from analytics.intake.tables.source import Source


def read_answers(source: Source, layout: SurveyLayout, given: date | None = None) -> Reading:
    """Read the answers in *source* by *layout*; *given* is the day of the survey, said by hand.

    Raises `InputFault` for a file that is no table at all, or a catalogue or table of staff that cannot be read.
    """
    try:
        catalogue, staff = layout.catalogue, layout.staff
    except LayoutFault as fault:
        raise InputFault(str(fault)) from fault
    sheet, about_form = choose_sheet(source, layout)
    if sheet is None:
        return Reading(source, layout, findings=tuple(in_order(about_form)))
    running = chunks(source, layout, sheet)
    rows = [
        (number, cells)
        for chunk in running
        for number, cells in enumerate(chunk.rows, start=chunk.first)
    ]
    about_form = [*about_form, *running.findings]
    head = max(
        range(min(WITHIN, len(rows))),
        key=lambda at: share_of(rows[at][1], layout, catalogue),
        default=None,
    )
    if head is None or not share_of(rows[head][1], layout, catalogue):
        return Reading(
            source,
            layout,
            encoding=sheet.encoding,
            findings=tuple(in_order([*about_form, _no_head(layout)])),
        )
    wave = Wave.read(source.name, rows[head:], layout, catalogue, given)
    made = Answers(layout, catalogue, staff, wave).made(source)
    return Reading(
        source,
        layout,
        encoding=sheet.encoding,
        books=wave.books,
        tables=made.tables,
        findings=tuple(in_order([*about_form, *wave.findings, *made.findings])),
        rows_read=len(wave.body),
        accepted_rows=len(wave.body) - len(made.rejected),
        rejected_rows=len(made.rejected),
        set_aside_rows=len(made.aside),
    )


def _no_head(layout: SurveyLayout) -> Finding:
    return error(
        "header",
        f"レイアウト「{layout.name}」の見出しも、設問の目録にある設問も見つかりません",
        "1行目に設問の文か番号（問1…）が並ぶ、1行が1人の表を出力してください",
    )
